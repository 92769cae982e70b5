//! Letters to the desk's address, as the mail server hands them over: people report by mail and answer by the token of a letter
//! of the house; letters come twice, come back, are answered by machines, are passed on; strangers write as well.

use crate::auditor::{TYPED, Written};
use crate::door::Door;
use crate::lives::{Life, Step};
use crate::town::{PROVIDER, Town};
use crate::year::{DAY, Event, MINUTE, Year, between, percent};
use anyhow::{Context, Result};
use desk::mail::SetMailbox;
use desk::mail::words::{Unknown, Way};
use kernel::Role;

const ADDRESS: &str = "desk@harborlight.example";
/// The name under which the receiving mail server says whom it confirmed.
const MX: &str = "mx.harborlight.example";
const STRANGER: &str = "vera.nobody@elsewhere.example";

/// Something odd that comes by mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Odd {
    /// The last letter once more.
    Again,
    /// A letter of the house comes back.
    Bounce,
    /// Somebody is away, and their machine says so to a letter of the house.
    Away,
    /// The same to nothing.
    AwayFromNothing,
    /// A reporter has something to add.
    More,
    /// A technician passes a reporter's letter on.
    PassedOn,
    /// A stranger does.
    PassedOnByAStranger,
    Stranger,
    /// It says that it is from somebody of the house, and nobody confirms it.
    Unconfirmed,
}

/// The drawn ones, the likelier the more often.
const ODD: [Odd; 12] = [
    Odd::Again,
    Odd::Again,
    Odd::Bounce,
    Odd::Away,
    Odd::AwayFromNothing,
    Odd::More,
    Odd::More,
    Odd::More,
    Odd::PassedOn,
    Odd::PassedOnByAStranger,
    Odd::Stranger,
    Odd::Unconfirmed,
];

/// The mailbox that takes letters in for the provider and everybody it serves.
///
/// # Errors
/// A fault of the house, a refusal, a finding of the auditor.
pub fn found(door: &mut Door, town: &Town) -> Result<()> {
    let order = SetMailbox {
        org: town.orgs[PROVIDER],
        mailbox: None,
        address: ADDRESS.into(),
        way: Way::Piped,
        default_org: None,
        trouble: None,
        unknown: Some(Unknown::Hold),
        forwards: true,
        plus: true,
        trusted: Some(MX.into()),
        host: None,
        port: None,
        tls: None,
        username: None,
        password: None,
        folder: None,
        taken: None,
    };
    door.must(&town.people[0].who(), None, order).map(drop)
}

/// What is written: the other lines of the head, and the text.
struct Draft<'a> {
    head: &'a str,
    text: &'a str,
}

impl Year {
    /// Draws what is odd about the mail of a day.
    pub(crate) fn draw_mail(&mut self, begins: i64) {
        for _ in 0..between(&mut self.chance, 0, 3) {
            let odd = ODD[usize::try_from(self.chance.below(ODD.len() as u64)).unwrap_or(0)];
            let at = begins + between(&mut self.chance, 1, DAY / MINUTE - 1) * MINUTE + 30_000_000;
            self.agenda.add(at, Event::Letter(odd));
        }
    }

    /// Hands a letter over; a ticket that it opens has a life like any other.
    fn write(&mut self, written: Written, draft: &Draft) -> Result<()> {
        let domain = written.from.split_once('@').map_or("", |(_, domain)| domain);
        let confirmed = format!("Authentication-Results: {MX}; dmarc=pass header.from={domain}\n");
        let letter = format!(
            "{}From: {}\nTo: {ADDRESS}\nMessage-ID: <{}>\n{}\n\n{}\n",
            if written.confirmed { &confirmed } else { "" },
            written.from,
            written.name,
            draft.head,
            draft.text
        );
        let letter = letter.replace('\n', "\r\n").into_bytes();
        self.last_letter = Some((letter.clone(), written.clone()));
        self.deliver(&letter, written)
    }

    fn deliver(&mut self, letter: &[u8], written: Written) -> Result<()> {
        let by = written.original.clone().unwrap_or_else(|| written.from.clone());
        self.door.hand_over(ADDRESS, letter, written)?;
        let Some((id, priority)) = self.door.auditor.intake.opened.take() else { return Ok(()) };
        let reporter = self.town.people.iter().position(|p| p.email == by && !p.left);
        let reporter = reporter.context("a letter of nobody opened a ticket")?;
        let org = self.town.people[reporter].org;
        self.begin(Life::new(id.parse().ok().context("a ticket's id")?, org, reporter, priority));
        Ok(())
    }

    /// A letter of somebody of the town, confirmed, about nothing so far.
    fn of(&mut self, who: usize) -> Written {
        self.letters += 1;
        let person = &self.town.people[who];
        Written {
            name: format!("{}@{}", self.letters, person.email.replace('@', ".")),
            from: person.email.clone(),
            confirmed: true,
            machine: false,
            on: None,
            original: None,
            site: person.ward.map_or(0, |ward| self.town.wards[ward].site),
        }
    }

    /// Somebody reports trouble by mail.
    pub(crate) fn report_by_mail(&mut self, reporter: usize) -> Result<()> {
        let written = self.of(reporter);
        let text = format!("It hums and does not start, says {TYPED}.");
        self.write(written, &Draft { head: &format!("Subject: Trouble of {TYPED}"), text: &text })
    }

    /// The name of the last letter of the house to the ticket's reporter.
    fn letter_to(&self, life: usize) -> Option<String> {
        let life = &self.lives.0[life];
        let (to, name) = self.door.auditor.letters.threads.get(&life.id.to_string())?;
        let reporter = &self.town.people[life.reporter];
        (*to == reporter.email && !reporter.left).then(|| name.clone())
    }

    /// The reporter answers by mail, where a letter of the house came to them; false where none did.
    pub(crate) fn answer_by_mail(&mut self, life: usize) -> Result<bool> {
        let Some(name) = self.letter_to(life) else { return Ok(false) };
        let (id, reporter) = (self.lives.0[life].id, self.lives.0[life].reporter);
        let written = Written { on: Some(id.to_string()), ..self.of(reporter) };
        let token = name.split('.').next().unwrap_or_default().to_owned();
        // Some programs keep the names of letters, others only what is quoted.
        let (head, text) = if percent(&mut self.chance, 60) {
            (format!("In-Reply-To: <{name}>\nSubject: Re: your letter"), format!("As before, says {TYPED}."))
        } else {
            let quoted =
                format!("As before, says {TYPED}.\n\n-----Original Message-----\nFrom: Desk\n\n[{token}]");
            ("Subject: Re: your letter".to_owned(), quoted)
        };
        self.write(written, &Draft { head: &head, text: &text })?;
        Ok(true)
    }

    /// One of the last tickets, of which the reporter had a letter.
    fn lately(&mut self, open: bool) -> Option<usize> {
        let last = self.lives.0.len().saturating_sub(40)..self.lives.0.len();
        let fits = |life: &usize| (!open || !self.lives.0[*life].done) && self.letter_to(*life).is_some();
        let some: Vec<usize> = last.filter(fits).collect();
        self.one(&some)
    }

    /// Somebody who reports trouble.
    fn reporter(&mut self) -> Option<usize> {
        let ward = self.chance.below(self.town.wards.len() as u64);
        let here = |p: &crate::town::Person| {
            p.role == Role::Reporter && !p.left && p.ward.is_some_and(|w| w as u64 == ward)
        };
        self.town.people.iter().position(here)
    }

    pub(crate) fn odd(&mut self, odd: Odd) -> Result<()> {
        match odd {
            Odd::Again => match self.last_letter.clone() {
                Some((letter, written)) => self.deliver(&letter, written),
                None => Ok(()),
            },
            Odd::More => self.lately(true).map_or(Ok(()), |life| self.answer_by_mail(life).map(drop)),
            Odd::Bounce | Odd::Away => self.lately(false).map_or(Ok(()), |life| self.machine(odd, life)),
            Odd::AwayFromNothing | Odd::PassedOn | Odd::PassedOnByAStranger | Odd::Unconfirmed => {
                self.reporter().map_or(Ok(()), |reporter| self.by_itself(odd, reporter))
            }
            Odd::Stranger => {
                let written = Written { from: STRANGER.into(), ..self.of(0) };
                self.write(written, &Draft { head: "Subject: An offer", text: "Buy something." })
            }
        }
    }

    /// What a machine writes to a letter of the house.
    fn machine(&mut self, odd: Odd, life: usize) -> Result<()> {
        let Some(name) = self.letter_to(life) else { return Ok(()) };
        let (id, reporter) = (self.lives.0[life].id, self.lives.0[life].reporter);
        let written = Written { on: Some(id.to_string()), machine: true, ..self.of(reporter) };
        if odd == Odd::Away {
            let head = format!(
                "In-Reply-To: <{name}>\nSubject: Automatic reply: your letter\nAuto-Submitted: auto-replied"
            );
            return self.write(written, &Draft { head: &head, text: "I am away." });
        }
        let text = format!(
            "--b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n--b\n\
             Content-Type: text/rfc822-headers\n\nMessage-ID: <{name}>\n\n--b--"
        );
        let head =
            "Subject: Undelivered\nContent-Type: multipart/report; report-type=delivery-status; boundary=b";
        self.write(written, &Draft { head, text: &text })
    }

    /// A letter that answers nothing.
    fn by_itself(&mut self, odd: Odd, reporter: usize) -> Result<()> {
        let written = self.of(reporter);
        let original = written.from.clone();
        let passed_on = format!(
            "See below.\n\n---------- Forwarded message ----------\nFrom: <{original}>\nSubject: x\n\nIt hums, says {TYPED}."
        );
        match odd {
            Odd::PassedOn => {
                let desk = self.town.with(PROVIDER, Role::Technician);
                let Some(from) = self.one(&desk).map(|n| self.town.people[n].email.clone()) else {
                    return Ok(());
                };
                let written = Written { from, original: Some(original), ..written };
                self.write(written, &Draft { head: "Subject: Fwd: x", text: &passed_on })
            }
            Odd::PassedOnByAStranger => {
                let written = Written { from: STRANGER.into(), original: Some(original), ..written };
                self.write(written, &Draft { head: "Subject: Fwd: x", text: &passed_on })
            }
            Odd::Unconfirmed => {
                let written = Written { confirmed: false, ..written };
                self.write(written, &Draft { head: "Subject: x", text: "My password, please." })
            }
            _ => {
                let written = Written { machine: true, ..written };
                let head = "Subject: Automatic reply: x\nAuto-Submitted: auto-replied";
                self.write(written, &Draft { head, text: "I am away." })
            }
        }
    }

    /// A ticket's life begins: somebody takes it before long.
    pub(crate) fn begin(&mut self, life: Life) {
        self.lives.0.push(life);
        self.soon(self.lives.0.len() - 1, Step::Take);
    }
}
