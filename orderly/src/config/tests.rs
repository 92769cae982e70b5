//! What the settings refuse, each with a sentence that names the setting.

use super::*;

fn settle(text: &str, env: &[(&str, &str)], flags: &Flags) -> Result<Settings> {
    let env = |name: &str| env.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
    Settings::settle(flags, &env, File::parse(text)?, Path::new("/etc/orderly"))
}

fn flags() -> Flags {
    Flags { data: PathBuf::from("/var/lib/orderly-data"), ..Flags::default() }
}

fn no(text: &str) -> String {
    settle(text, &[], &flags()).unwrap_err().to_string()
}

/// The template with every setting switched on; of the three ways to have TLS only the one that is named.
fn template(way: &str) -> String {
    let drop: &[&str] = match way {
        "files" => &[
            "trusted_proxy",
            "[tls.acme]",
            "domains",
            "contact",
            "directory",
            "ca_file",
            "cache",
            "external",
        ],
        "proxy" => &[
            "certificate",
            "key =",
            "[tls.acme]",
            "domains",
            "contact",
            "directory",
            "ca_file",
            "cache",
            "external",
        ],
        _ => &["certificate", "key =", "trusted_proxy"],
    };
    let setting = |line: &&str| {
        let word = line.split([' ', '=']).next().unwrap_or_default();
        let named = !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        (named && line.contains(" = ")) || (line.starts_with('[') && line.ends_with(']'))
    };
    let lines = TEMPLATE.lines().filter_map(|l| l.strip_prefix("# ")).filter(setting);
    lines.filter(|l| !drop.iter().any(|d| l.starts_with(d))).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_template_is_all_comments_and_shows_every_setting() {
    assert!(TEMPLATE.lines().all(|l| l.is_empty() || l.starts_with('#')));
    assert!(TEMPLATE.lines().all(|l| l.chars().count() <= 120));
    for way in ["files", "proxy", "acme"] {
        let settings = settle(&template(way), &[], &flags()).unwrap_or_else(|e| panic!("{way}: {e}"));
        assert!(settings.mail.is_some() && settings.database.is_some() && settings.ledger.is_some());
        assert!(settings.secure(), "{way}");
        settings.may_serve().unwrap();
    }
    let all = format!("{:?}", File::parse(&template("acme").replace("[tls]\n", "")).unwrap());
    // Only the two other ways may be missing.
    assert_eq!(all.matches("None").count(), 3, "{all}");
}

#[test]
fn nothing_set_is_this_machine_only() {
    let settings = settle("", &[], &flags()).unwrap();
    assert_eq!(settings.listen, LISTEN);
    assert_eq!(settings.master_key_file, Path::new("/var/lib/orderly-data.key"));
    assert_eq!(settings.origin_at(LISTEN), "http://localhost:8080");
    assert_eq!(settings.ledger_name(), "localhost/orderly");
    assert!(!settings.secure());
    settings.may_serve().unwrap();
}

#[test]
fn the_command_line_goes_before_the_environment_and_that_before_the_file() {
    let text = "listen = \"127.0.0.1:1\"\norigin = \"http://a.example\"\ndatabase = \"postgres://file\"";
    let env = [("ORDERLY_LISTEN", "127.0.0.1:2"), ("ORDERLY_DATABASE", "postgres://environment")];
    let settings = settle(text, &env, &flags()).unwrap();
    assert_eq!(settings.listen.port(), 2);
    assert_eq!(settings.database.as_deref(), Some("postgres://environment"));
    assert_eq!(settings.origin.as_deref(), Some("http://a.example"));
    let given = Flags { listen: Some("127.0.0.1:3".parse().unwrap()), ..flags() };
    assert_eq!(settle(text, &env, &given).unwrap().listen.port(), 3);
}

#[test]
fn a_wrong_word_is_named_with_its_line() {
    let said = no("listen = \"127.0.0.1:8080\"\n\nlissten = \"127.0.0.1:8080\"\n");
    assert!(said.starts_with("line 3:") && said.contains("lissten"), "{said}");
    let said = no("[mail]\npassword = \"hunter2\"");
    assert!(said.starts_with("line 2:") && !said.contains("hunter2"), "{said}");
    assert!(no("listen = 8080").starts_with("line 1:"));
    assert!(no("listen = ").starts_with("line 1:"));
}

#[test]
fn what_does_not_fit_together_is_refused() {
    for (text, word) in [
        ("database = \"mysql://x\"", "database"),
        ("origin = \"desk.example.org\"", "origin"),
        ("origin = \"https://desk.example.org/desk\"", "origin"),
        ("[mail]\nfrom = \"a@b.example\"", "mail.smtp"),
        ("[mail]\nsmtp = \"mail.example.org\"\nfrom = \"a@b.example\"", "mail.smtp"),
        ("[mail]\nsmtp = \"mail.example.org:25\"", "mail.from"),
        ("[mail]\nsmtp = \"mail.example.org:25\"\nfrom = \"a@b.example\"\ntls = \"none\"", "mail.tls"),
        ("[mail]\nsmtp = \"localhost:25\"\nfrom = \"a@b.example\"\nusername = \"x\"", "mail.password_file"),
        ("[tls]\ncertificate = \"c.pem\"", "tls.key"),
        ("[tls]\ncertificate = \"c.pem\"\nkey = \"k.pem\"\ntrusted_proxy = true", "more than one"),
        ("[tls.acme]\ndomains = []", "tls.acme.domains"),
        ("[tls.acme]\ndomains = [\"192.0.2.1\"]", "tls.acme.domains"),
        ("[tls.acme]\ndomains = [\"a.example\"]\ndirectory = \"http://ca.example\"", "tls.acme.directory"),
        ("[tls.acme]\ndomains = [\"a.example\"]\ncontact = [\"it@a.example\"]", "tls.acme.contact"),
        ("[tls.acme]\ndomains = [\"a.example\"]\nexternal_account = \"a\"", "tls.acme.external_key_file"),
        ("[rounds]\nseal_ms = 60000", "rounds.seal_ms"),
    ] {
        let said = no(text);
        assert!(said.contains(word), "{text}: {said}");
    }
}

#[test]
fn mail_can_be_set_by_the_environment_alone() {
    let env = [
        ("ORDERLY_SMTP", "127.0.0.1:2525"),
        ("ORDERLY_SMTP_TLS", "none"),
        ("ORDERLY_MAIL_FROM", "d@b.example"),
    ];
    let mail = settle("", &env, &flags()).unwrap().mail.unwrap();
    assert_eq!((mail.host.as_str(), mail.port, mail.tls), ("127.0.0.1", 2525, MailTls::None));
    let wrong = settle("", &[("ORDERLY_LISTEN", "somewhere")], &flags()).unwrap_err().to_string();
    assert!(wrong.contains("ORDERLY_LISTEN"), "{wrong}");
}

#[test]
fn beyond_this_machine_only_with_tls() {
    let open = Flags { listen: Some("0.0.0.0:8443".parse().unwrap()), ..flags() };
    let said = settle("", &[], &open).unwrap().may_serve().unwrap_err().to_string();
    for way in ["certificate", "acme", "trusted_proxy", "127.0.0.1:8443"] {
        assert!(said.contains(way), "{said}");
    }
    let proxy = "[tls]\ntrusted_proxy = true";
    let said = settle(proxy, &[], &open).unwrap().may_serve().unwrap_err().to_string();
    assert!(said.contains("origin"), "{said}");
    let plain = format!("origin = \"http://desk.example.org\"\n{proxy}");
    assert!(settle(&plain, &[], &open).unwrap().may_serve().unwrap_err().to_string().contains("https://"));
    let good = format!("origin = \"https://Desk.Example.org/\"\n{proxy}");
    let settings = settle(&good, &[], &open).unwrap();
    settings.may_serve().unwrap();
    assert_eq!(settings.origin_at(open.listen.unwrap()), "https://desk.example.org");
    assert_eq!(settings.ledger_name(), "desk.example.org/orderly");
}

#[test]
fn acme_knows_its_origin() {
    let text = "[tls.acme]\ndomains = [\"Desk.example.org\"]";
    let settings =
        settle(text, &[], &Flags { listen: Some("[::]:443".parse().unwrap()), ..flags() }).unwrap();
    assert_eq!(settings.origin.as_deref(), Some("https://desk.example.org"));
    assert!(matches!(&settings.tls, Tls::Acme(a) if a.cache == Path::new("/var/lib/orderly-data/acme")));
    settings.may_serve().unwrap();
}

#[test]
fn the_file_is_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let flags = Flags { data: folder.path().join("data"), ..Flags::default() };
    let path = Settings::write_first(&flags).unwrap().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), TEMPLATE);
    assert_eq!(Settings::write_first(&flags).unwrap(), None);
    Settings::read(&flags, &|_| None).unwrap();
    fs::write(&path, "what = 1").unwrap();
    let said = Settings::read(&flags, &|_| None).unwrap_err().to_string();
    assert!(said.contains("orderly.toml, line 1:"), "{said}");
}
