//! The breach rule over the reports that were filed with HHS, where the lists are present. Without them it says so and passes.

mod reports;

use jiff::civil::date;

#[test]
fn real_reports_are_held_against_the_rule() {
    let Some(folder) = reports::folder() else {
        println!("THE REAL BREACH REPORTS ARE ABSENT: nothing was held against the rule");
        return;
    };
    let found = reports::read(&folder).unwrap();
    print!("{}", reports::summary(&found));
    assert_eq!((found.reports.len(), found.problems.len()), (2_784 + 580 + 853, 1), "{:?}", found.problems);

    // Four that were read by hand: a year is crossed, day 60 twice (once with exactly 500), and one day late.
    let by_hand = [
        ("GA", 2_800, date(2018, 11, 8), date(2019, 1, 6), false),
        ("OR", 38_000, date(2018, 6, 21), date(2018, 8, 20), false),
        ("NC", 500, date(2018, 4, 20), date(2018, 6, 19), false),
        ("MA", 21_311, date(2018, 7, 2), date(2018, 9, 1), true),
    ];
    for (state, affected, discovered, submitted, late) in by_hand {
        let is_it = |r: &&reports::Report| {
            r.affected == affected && r.submitted == submitted && r.state.is_some_and(|s| s.code() == state)
        };
        let mut report =
            found.reports.iter().find(is_it).unwrap_or_else(|| panic!("{state} {affected}")).clone();
        report.discovered = Some(discovered);
        assert_eq!(report.late(), Some(late), "{report:?}");
    }

    // HHS publishes nothing below 500; the rule puts every row on the prompt side, and exactly 500 never on the media's.
    let edge = |n: u32| found.reports.iter().filter(|r| r.affected == n).count();
    assert_eq!((edge(500), edge(501)), (44 + 19 + 43, 11 + 2 + 51));
    assert!(found.reports.iter().all(|r| r.affected >= 500));
    let associates = found.reports.iter().filter(|r| r.by_associate).count();
    assert!(associates > 0);
    let dated = found.reports.iter().filter(|r| r.late().is_some()).count();
    let late = found.reports.iter().filter(|r| r.late() == Some(true)).count();
    assert!(dated >= 80 && late >= 15 && late < dated / 2, "{late} of {dated}");
}
