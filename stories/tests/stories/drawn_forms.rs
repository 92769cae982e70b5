//! Forms that are drawn from an order: whoever fills one in is asked where first, chooses by name, and finds again what was
//! chosen when something is wrong.

use crate::served::Served;
use crate::world::{Doing, on_each};
use organizations::CareArea;

const OLGA: &str = "olga@harborlight.example";
const PAULA: &str = "paula.testwell@example.org";
const DRILL: &str = "/do/downtime.record-drill";

#[test]
fn a_form_asks_where_first_and_keeps_everything_that_was_chosen() {
    on_each(|w| {
        let desk = Doing(&w.house).department(&w.owner, w.clinic, "Front desk", CareArea::Registration);
        let served = Served::new(&w.house);
        let olga = served.sign_in(OLGA);
        let where_first = served.page(&olga, &format!("{DRILL}?held_on=2026-11-01")).text();
        let way = format!("{DRILL}?held_on=2026-11-01&amp;org={}", w.larkspur);
        assert!(
            where_first.contains(&way) && where_first.contains("Meridian Surgery Center</a>"),
            "{where_first}"
        );
        assert!(!where_first.contains("name=\"departments\""), "nothing is offered before that is known");

        let form = served.page(&olga, &format!("{DRILL}?org={}", w.larkspur)).text();
        for (id, name) in [(w.ward, "Infusion room"), (desk, "Front desk")] {
            let at = form.find(&format!("value=\"{id}\"")).unwrap_or_else(|| panic!("{name} is not offered"));
            assert!(form[at..].contains(name));
        }
        assert!(!form.contains("Theatre 2"), "another client's department");

        // A number of people that cannot be: everything else stands as it was sent.
        let body = format!(
            "org={}&kind=tabletop&covers=ehr&departments={}&departments={desk}&held_on=2026-11-01&took_part=0\
             &scenario=The+record+system+is+gone&evidence=list&passed=true&next_on=2027-05-01",
            w.larkspur, w.ward
        );
        let headers = [
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Sec-Fetch-Site", "same-origin"),
            ("Cookie", olga.as_str()),
        ];
        let again = served.send("POST", DRILL, &headers, body.as_bytes());
        let page = again.text();
        assert_eq!(again.status, 422, "{page}");
        for id in [w.ward.to_string(), desk.to_string()] {
            let at = page.find(&format!("value=\"{id}\"")).unwrap();
            let tag = &page[at..at + page[at..].find('>').unwrap()];
            assert!(tag.contains("checked"), "{id} was chosen: {tag}");
        }
        assert!(page.contains("The record system is gone"));

        // Whoever is only at one place is not asked.
        let paula = served.sign_in(PAULA);
        let only = served.page(&paula, DRILL).text();
        assert!(only.contains("name=\"departments\"") && only.contains("Infusion room"), "{only}");
    });
}
