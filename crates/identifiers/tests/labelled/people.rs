//! Invented people and things with which the templates are filled.

/// A small generator of chance (SplitMix64): the same seed gives the same texts for ever.
pub struct Seed(pub u64);

impl Seed {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % n as u64).unwrap()
    }
    pub fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
    pub fn digits(&mut self, n: usize) -> String {
        (0..n)
            .map(|i| {
                char::from(
                    b'0' + u8::try_from(if i == 0 { 1 + self.below(9) } else { self.below(10) }).unwrap(),
                )
            })
            .collect()
    }
    pub fn letters(&mut self, n: usize) -> String {
        (0..n).map(|_| char::from(b'A' + u8::try_from(self.below(26)).unwrap())).collect()
    }
}

const GIVEN: &[&str] = &[
    "Jane",
    "John",
    "Maria",
    "Robert",
    "Linda",
    "James",
    "Patricia",
    "Ahmed",
    "Sofia",
    "Carlos",
    "Emily",
    "Walter",
    "Doris",
    "Helen",
    "Thomas",
    "Nora",
    "Priya",
    "Gloria",
    "Evelyn",
    "Marcus",
    "Rosa",
    "Kenneth",
    "Diego",
    "Fatima",
    "Anthony",
    "Beatrice",
    "Hector",
    "Lillian",
    "Samuel",
    "Vera",
    "Oscar",
    "Wanda",
    "George",
    "Angela",
    "Luis",
    "Ruth",
    "Daniel",
    "Theresa",
    "Ivan",
    "Carmen",
    "Xiomara",
    "Anselm",
    "Thandiwe",
    "Birgitta",
    "Okechukwu",
];
const LAST: &[&str] = &[
    "Doe",
    "Sample",
    "Testwell",
    "Okafor",
    "Nguyen",
    "Lopez",
    "Ramirez",
    "Kowalski",
    "O'Brien",
    "Fitzgerald",
    "Haddad",
    "Johansson",
    "Petrov",
    "Yamamoto",
    "Whitfield",
    "Castellano",
    "Brennan",
    "Delacroix",
    "Mbeki",
    "Sandoval",
    "Hartmann",
    "Oyelaran",
    "Quigley",
    "Rasmussen",
    "Vandermeer",
    "Abernathy",
    "Zielinski",
    "Marchetti",
    "Lindqvist",
    "Esposito",
    "Garcia-Lopez",
    "McAllister",
    "St. Clair",
    "Jimenez",
    "Thibodeaux",
    "Novak",
    "Pereira",
    "Singh",
    "Ferreira",
    "Dunn",
];
const STREETS: &[&str] = &[
    "Oak",
    "Maple",
    "Cedar Hill",
    "Washington",
    "2nd",
    "Lincoln",
    "Mill Pond",
    "Jefferson",
    "Sunset",
    "Willow Creek",
    "5th",
];
const WAYS: &[&str] =
    &["St", "Street", "Ave", "Avenue", "Road", "Rd", "Drive", "Lane", "Ct", "Blvd", "Way", "Court"];
const TOWNS: &[&str] = &["Springfield, IL 62704", "Dayton, OH 45402", "Salem, OR 97301", "Fargo, ND 58102"];
const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn last(s: &mut Seed) -> String {
    s.of(&LAST.iter().copied().filter(|l| !l.contains('.')).collect::<Vec<_>>()).to_owned()
}

fn date(s: &mut Seed, from: usize, years: usize) -> String {
    let (y, m, d) = (from + s.below(years), 1 + s.below(12), 1 + s.below(28));
    let month = MONTHS[m - 1];
    match s.below(12) {
        0 | 1 => format!("{m:02}/{d:02}/{y}"),
        2 => format!("{m}/{d}/{y}"),
        3 => format!("{m}/{d}/{:02}", y % 100),
        4 => format!("{m:02}-{d:02}-{y}"),
        5 => format!("{y}-{m:02}-{d:02}"),
        6 => format!("{month} {d}, {y}"),
        7 => format!("{} {d} {y}", &month[..3]),
        8 => format!("{d} {month} {y}"),
        9 => format!("{d:02}-{}-{y}", &month[..3]),
        10 => format!("{m}.{d}.{y}"),
        _ => format!("{d:02}{}{y}", month[..3].to_uppercase()),
    }
}

fn mbi(s: &mut Seed) -> String {
    let letters: Vec<&str> = "A C D E F G H J K M N P Q R T U V W X Y".split(' ').collect();
    let mut l = || s.of(&letters).to_owned();
    let (a, b, c, d, e) = (l(), l(), l(), l(), l());
    let bars = s.below(2) == 0;
    let n = |s: &mut Seed, k: usize| s.digits(k);
    let (one, two) = (format!("{}{a}{b}{}", n(s, 1), n(s, 1)), format!("{c}{d}{}", n(s, 1)));
    let three = format!("{e}K{}", n(s, 2));
    if bars { format!("{one}-{two}-{three}") } else { format!("{one}{two}{three}") }
}

/// What fills a slot that is an identifier: its kind and the text; nothing for another slot.
pub fn identifier(slot: &str, s: &mut Seed) -> Option<(&'static str, String)> {
    number(slot, s).or_else(|| person(slot, s))
}

fn number(slot: &str, s: &mut Seed) -> Option<(&'static str, String)> {
    Some(match slot {
        "mrn" | "mrn2" | "mrn3" => ("record-number", {
            let n = 6 + s.below(4);
            if s.below(6) == 0 { format!("{}{}", s.letters(1), s.digits(n)) } else { s.digits(n) }
        }),
        "acct" => ("account", {
            let n = 7 + s.below(5);
            s.digits(n)
        }),
        "ssn" => ("ssn", format!("{}-{:02}-{}", 100 + s.below(560), 1 + s.below(98), s.digits(4))),
        "itin" => ("itin", format!("9{:02}-7{}-{}", s.below(100), s.below(9), s.digits(4))),
        "dob" | "dob2" => ("birth-date", date(s, 1926, 99)),
        "hl7dob" => {
            ("birth-date", format!("{}{:02}{:02}", 1926 + s.below(99), 1 + s.below(12), 1 + s.below(28)))
        }
        "phone" => ("phone", {
            let (a, b, c) = (201 + s.below(590), 220 + s.below(700), s.digits(4));
            match s.below(5) {
                0 => format!("({a}) {b}-{c}"),
                1 => format!("{a}.{b}.{c}"),
                2 => format!("+1 {a}-{b}-{c}"),
                3 => format!("{a} {b} {c}"),
                _ => format!("{a}-{b}-{c}"),
            }
        }),
        "mbi" => ("health-plan", mbi(s)),
        "plan" => ("health-plan", format!("{}{}", s.letters(3), s.digits(9))),
        "licence" => ("license", format!("{}{}", s.letters(1), s.digits(8))),
        "device" => ("device", format!("{}{}", s.letters(3), s.digits(6))),
        "agewords" => ("age", {
            let years = 90 + s.below(20);
            match s.below(4) {
                0 => format!("{years} years old"),
                1 => format!("{years}-year-old"),
                2 => format!("{years} yo"),
                _ => format!("{years} y/o"),
            }
        }),
        "age" => ("age", (90 + s.below(20)).to_string()),
        _ => return None,
    })
}

fn person(slot: &str, s: &mut Seed) -> Option<(&'static str, String)> {
    let (given, family) = (s.of(GIVEN).to_owned(), last(s));
    Some(match slot {
        "email" => ("email", {
            let family = family.to_lowercase().replace('\'', "");
            match s.below(3) {
                0 => format!("{}.{family}@example.com", given.to_lowercase()),
                1 => format!("{}{family}{}@mail.example.org", &given.to_lowercase()[..1], s.digits(2)),
                _ => format!("{family}_{}@example.net", given.to_lowercase()),
            }
        }),
        "street" => ("address", {
            let n = 1 + s.below(4);
            let mut text = format!("{} {} {}", s.digits(n), s.of(STREETS), s.of(WAYS));
            if s.below(4) == 0 {
                text += &format!(" Apt {}", s.digits(1))
            }
            if s.below(3) == 0 {
                text += &format!(", {}", s.of(TOWNS))
            }
            text
        }),
        "name" => (
            "name",
            match s.below(6) {
                0 => format!("{given} {}. {family}", s.letters(1)),
                _ => format!("{given} {family}"),
            },
        ),
        "uppername" => ("name", format!("{given} {family}").to_uppercase()),
        "lowername" => ("name", format!("{} {family}", s.of(&GIVEN[..40])).to_lowercase()),
        "last" => ("name", family),
        "lowerlast" => ("name", family.to_lowercase()),
        "firstonly" => ("name", given),
        "lastfirst" => (
            "name",
            match s.below(5) {
                0 => format!("{family}, {given} {}", s.letters(1)),
                _ => format!("{family}, {given}"),
            },
        ),
        "hl7name" => ("name", format!("{family}^{given}").to_uppercase()),
        _ => return None,
    })
}

/// What fills a slot that identifies nobody.
pub fn thing(slot: &str, s: &mut Seed) -> String {
    let n = s.below(20);
    match slot {
        "asset" => format!("{}-{}", s.of(&["WS", "LT", "PRN", "MON", "PUMP", "SRV", "KIOSK"]), s.digits(4)),
        "serial" => format!("{}{}", s.letters(3), s.digits(7)),
        "biomed" => format!("BM{}", s.digits(5)),
        "model" => s
            .of(&["ZD420", "M404dn", "ZT411", "7090", "Alaris 8015", "B450", "CP-8851", "Latitude 5440"])
            .to_owned(),
        "dell" => format!("{}{}{}", s.digits(1), s.letters(3), s.digits(3)),
        "express" => format!("{} {} {} {}", s.digits(2), s.digits(3), s.digits(3), s.digits(3)),
        "date" => date(s, 2024, 5),
        "datetime" => format!(
            "2026-{:02}-{:02} {:02}:{:02}:{:02}",
            1 + s.below(12),
            1 + s.below(28),
            s.below(24),
            n,
            n * 2
        ),
        "time" => format!("{}:{:02}", 1 + s.below(23), s.below(60)),
        "ip" => format!("10.{}.{}.{}", s.below(255), s.below(255), s.below(255)),
        "mac" => (0..6).map(|_| format!("{:02x}", s.below(256))).collect::<Vec<_>>().join(":"),
        "port" => s.of(&["443", "2575", "104", "11112", "3389"]).to_owned(),
        "host" => format!("{}{}", s.of(&["srv-db", "epicprint", "dc0", "sw-west-", "citrix"]), s.digits(2)),
        "version" => format!("{}.{}.{}", s.below(30), s.below(20), s.below(9999)),
        "build" => s.digits(5),
        "kb" => format!("KB50{}", s.digits(5)),
        "err" => format!("0x{}", s.digits(8)),
        "ticket" => format!("#{}", s.digits(5)),
        "incident" => format!("INC00{}", s.digits(5)),
        "vendorcase" => s.digits(8),
        "number" => {
            let k = 3 + s.below(4);
            s.digits(k)
        }
        other => small_thing(other, s),
    }
}

fn small_thing(slot: &str, s: &mut Seed) -> String {
    match slot {
        "small" => (2 + s.below(40)).to_string(),
        "hours" | "percent" => (10 + s.below(80)).to_string(),
        "po" | "costcenter" => {
            let k = 5 + s.below(3);
            s.digits(k)
        }
        "ext" => s.digits(4),
        "room" => format!("{}{}", s.digits(3), s.of(&["", "A", "B"])),
        "bed" => (1 + s.below(40)).to_string(),
        "badge" => s.digits(5),
        "tollfree" => format!("{}-{}-{}", s.of(&["800", "888", "877"]), s.digits(3), s.digits(4)),
        "role" => format!(
            "{}@example.org",
            s.of(&["helpdesk", "support", "noreply", "scanner", "alerts", "billing"])
        ),
        "guid" => {
            format!("{}-{}-4{}-a{}-{}", hexes(s, 8), hexes(s, 4), hexes(s, 3), hexes(s, 3), hexes(s, 12))
        }
        "hex" => hexes(s, 40),
        "hex4" => hexes(s, 4).to_uppercase(),
        "aetitle" => s.of(&["CTROOM1", "MRI_2", "USLAB", "PACSMAIN"]).to_owned(),
        "licensekey" => (0..5).map(|_| s.letters(5)).collect::<Vec<_>>().join("-"),
        "tracking" => format!("1Z{}{}", s.letters(3), s.digits(13)),
        "username" => format!("{}{}", s.of(&["nsample", "jdoe", "ktestwell"]), s.digits(1)),
        "staff" => s.of(&["Patel", "Shah", "Kim", "Brennan", "Olga", "Sven"]).to_owned(),
        "staffname" => format!("{} {}", s.of(&["Kim", "Sven", "Olga", "Tess", "Omar"]), last(s)),
        other => panic!("there is no slot {other}"),
    }
}

fn hexes(s: &mut Seed, n: usize) -> String {
    (0..n).map(|_| char::from(b"0123456789abcdef"[s.below(16)])).collect()
}
