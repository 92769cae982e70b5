//! What people type, and what nobody would.

use super::*;

fn told(text: &str) -> String {
    read(text).unwrap().map_or(String::new(), |query| query.to_string())
}

#[test]
fn words_filters_or_and_brackets_are_read_as_they_look() {
    for (typed, read) in [
        ("icu printer", "\"icu printer\""),
        ("The Café-Printer has jammed!", "\"cafe printer jammed\""),
        ("icu OR emergency", "\"icu\" OR \"emergency\""),
        ("(icu OR emergency) printer -toner", "(\"icu\" OR \"emergency\") -(\"toner\") \"printer\""),
        ("(icu | emergency) NOT toner", "(\"icu\" OR \"emergency\") -(\"toner\")"),
        ("status:open Priority:1,2 mine:yes", "status:open (priority:1 OR priority:2) mine:yes"),
        ("mine:no unassigned:yes lost:yes", "-(mine:yes) unassigned:yes lost:yes"),
        ("status:resolved older:30 tag:windows-11", "status:resolved older:30 tag:windows-11"),
        ("#1042 OR \"blue screen\"", "#1042 OR \"blue screen\""),
        ("error: 0x80070005 http://x", "\"error 0x80070005 http\""),
        ("a - b (the) ()", ""),
    ] {
        assert_eq!(told(typed), read, "{typed}");
    }
}

#[test]
fn what_cannot_be_read_is_said_with_its_place() {
    for (typed, at, why) in [
        ("printer (icu", 9, "never closed"),
        ("printer) icu", 8, "never opened"),
        ("say \"blue", 5, "never closed"),
        ("icu OR", 7, "between two"),
        ("OR icu", 1, "between two"),
        ("icu priority:9", 5, "1, 2, 3 or 4"),
        ("status:closed", 1, "open, new, working, waiting, resolved"),
        ("org:larkspur", 1, "id"),
        ("icu NOT", 5, "right behind"),
    ] {
        let unread = read(typed).unwrap_err();
        assert!(unread.at == at && unread.why.contains(why), "{typed}: {unread}");
    }
    // A refusal is charted: what was typed does not stand in it.
    for typed in ["priority:testwell", "PRIORITY:testwell", "tag:TESTWELL!", "org:testwell (", "\"testwell"] {
        assert!(!read(typed).unwrap_err().why.to_lowercase().contains("testwell"), "{typed}");
    }
    let deep = format!("{}icu{}", "(".repeat(DEEPEST + 1), ")".repeat(DEEPEST + 1));
    assert!(read(&deep).unwrap_err().why.contains("brackets"));
    assert!(read(&"status:open ".repeat(MOST_TERMS + 1)).unwrap_err().why.contains("at once"));
    assert!(read(&"-".repeat(100_000)).unwrap().is_none());
    assert!(read(&"NOT ".repeat(100)).is_err());
}

#[test]
fn only_what_holds_no_words_of_ones_own_is_kept() {
    let kept = |text: &str| read(text).unwrap().unwrap().is_of_filters();
    assert!(kept("status:open (priority:1 OR due:late) -mine:yes"));
    assert!(!kept("status:open (printer OR due:late)") && !kept("#1042") && !kept("-toner"));
}
