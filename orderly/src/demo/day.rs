//! What else there is on the day that a visitor comes into, beside the tickets: a printer at its vendor and another one
//! lent meanwhile, a change that waits for its window and a freeze that forbids the next one, two articles, a letter that
//! became a ticket and one that nobody confirmed, who is on call and who is told when nobody answers, and the time of this
//! month on the sheets.

use super::{
    cast::{Cast, Client, Place, Player},
    give,
};
use anyhow::{Context, Result, anyhow};
use billing::LogTime;
use changes::{
    ApproveChange, AskApproval, BackOut, Category, ChangeKind, FreezeReason, PlanChange, SetFreeze,
};
use desk::mail::{
    SetMailbox, TakeInLetter,
    words::{Unknown, Way},
};
use desk::{Board, Listed, Tag, Tickets, words::View};
use futures_executor::block_on;
use jiff::{ToSpan, tz::TimeZone};
use kernel::{AssetId, MailboxId, Moment, Private, Span, Who};
use knowledge::{Audience, PublishArticle, Trouble, WriteArticle};
use office::{Office, Order, Question};
use oncall::words::{AfterHours, Every, OnChange, StepBegins, Target};
use oncall::{AddStep, OpenPolicy, OpenRota};
use organizations::CareArea;
use repairs::{AddVendor, Baa, Condition, LendAsset, Media, OpenRepair, SendToVendor, Supplies};

/// The desk's address, and the server that takes letters in for it.
const DESK: &str = "desk@harborlight.example";
const SERVER: &str = "mx.harborlight.example";
/// How many tickets of this month have time on the sheets, at most.
const TIMED: usize = 40;

/// The day as it is told.
struct Day<'a> {
    office: &'a Office,
    cast: &'a Cast,
    now: Moment,
}

/// Tells it, a few hours before the present.
pub(super) fn tell(office: &Office, cast: &Cast, now: Moment) -> Result<()> {
    let day = Day { office, cast, now };
    let hospital = cast.clients.get(2).context("there is a hospital")?;
    let centre = cast.clients.get(1).context("there is a surgery center")?;
    day.articles()?;
    day.repair(hospital)?;
    day.change(centre)?;
    day.on_call()?;
    day.freeze(hospital)?;
    day.letters()?;
    day.sheets()?;
    day.tags()
}

fn words(text: &str) -> Private {
    Private::from(text)
}

/// The first device of this word in a department of this care area.
fn device<'a>(client: &'a Client, area: CareArea, word: &str) -> Result<(&'a Place, AssetId)> {
    let place = client.departments.iter().find(|p| p.care_area == area).context("a department")?;
    let found = place.devices.iter().find(|(w, _)| w == word).map(|(_, asset)| *asset);
    Ok((place, found.with_context(|| format!("no {word} stands in {}", place.name))?))
}

impl Day<'_> {
    fn player(&self, mail: &str) -> Result<&Player> {
        let found = self.cast.people.iter().find(|p| p.email.starts_with(mail));
        found.with_context(|| format!("nobody is called {mail}"))
    }

    /// Somebody does something, so many minutes ago.
    fn by<O: Order>(&self, mail: &str, minutes: i64, order: O) -> Result<O::Receipt> {
        let who = self.player(mail)?.who();
        block_on(give(self.office, self.now.minus(Span::minutes(minutes)), &who, order))
    }

    fn ask<Q: Question>(&self, question: Q) -> Result<Q::Answer> {
        let answer = block_on(self.office.at(self.now).answer(&self.cast.owner().who(), question));
        answer.map_err(|stop| anyhow!(crate::runtime::said(&stop)))
    }

    /// A day so many days from now, and a moment of it, where the client is.
    fn local(&self, zone: &str, days: i64, hour: i8) -> Result<String> {
        let date = self.now.date_in(zone).checked_add(days.days())?;
        Ok(date.at(hour, 0, 0, 0).strftime("%Y-%m-%dT%H:%M").to_string())
    }

    fn articles(&self) -> Result<()> {
        let articles = [
            (
                "A label printer prints empty labels",
                "# What helps\n\n1. Open the cover and look which way the ribbon shines: its dull side faces the label.\n\
                 2. Pull the roll until three labels lie over the edge, and close the cover.\n\
                 3. Hold the button for two seconds: one test label comes out.\n\n\
                 Is it still empty? The printer beside the next station prints the same labels.",
                Some(Trouble::Printing),
                Audience::Everybody,
            ),
            (
                "Before a bedside workstation is restarted",
                "# First the patient\n\nAsk the nurse whether a medication is being scanned. Then:\n\n\
                 - Move the session to the cart of the same unit.\n\
                 - Note the number of the port: the bedside monitors hang on the one beside it.\n\
                 - Restart, and stay until the record opens.",
                Some(Trouble::CannotWork),
                Audience::Desk,
            ),
        ];
        let review_by = self.now.date_in("UTC").checked_add(200.days())?;
        for (title, text, trouble, audience) in articles {
            let write = WriteArticle {
                article: None,
                title: words(title),
                words: words(text),
                trouble,
                asset_kind: None,
                applies_to: None,
                audience,
                client: None,
                review_by,
            };
            let article = self.by("marco@", 6 * 24 * 60, write)?.article;
            self.by("marco@", 6 * 24 * 60 - 5, PublishArticle { article })?;
        }
        Ok(())
    }

    /// The ward's label printer is away, and the emergency department's second one stands in for it.
    fn repair(&self, hospital: &Client) -> Result<()> {
        let (ward, printer) = device(hospital, CareArea::Inpatient, "LBL")?;
        let (_, other) = device(hospital, CareArea::Emergency, "LBL")?;
        let vendor = AddVendor {
            org: self.cast.provider,
            name: "Labelmock Service (invented)".into(),
            supplies: Supplies::Hardware,
            support_hours: Some("Mon-Fri 08:00-18:00".into()),
            contract_number: Some("LS-2201".into()),
            touches_ephi: false,
            baa: Baa::NotNeeded,
            reevaluate_on: self.now.date_in("UTC").checked_add(300.days())?.to_string(),
        };
        let vendor = self.by("olive@", 30 * 60, vendor)?.vendor;
        let open = OpenRepair {
            asset: printer,
            ticket: None,
            condition: Condition::Broken,
            media: Media::Removed,
            method: None,
        };
        let repair = self.by("tess@", 28 * 60, open)?.repair;
        let expected_on = self.now.date_in("America/New_York").checked_add(3.days())?;
        let send = SendToVendor {
            repair,
            vendor,
            rma: Some("RMA-90417".into()),
            expected_on: expected_on.to_string(),
            condition: Condition::Broken,
            media: Media::Removed,
            method: None,
            copy: None,
        };
        self.by("tess@", 27 * 60, send)?;
        let lend = LendAsset {
            asset: other,
            repair: Some(repair),
            person: None,
            department: Some(ward.department),
            due_on: expected_on.checked_add(2.days())?.to_string(),
            condition: Condition::Working,
        };
        self.by("tess@", 26 * 60, lend).map(drop)
    }

    /// New firmware for the surgery center's switches next week, agreed to by the center itself.
    fn change(&self, centre: &Client) -> Result<()> {
        let zone = centre.departments.first().map_or("UTC", |p| p.zone.as_str());
        let plan = PlanChange {
            org: centre.org,
            ticket: None,
            asset: None,
            title: "New firmware on both switches".into(),
            kind: ChangeKind::Normal,
            category: Category::Network,
            build: None,
            care_areas: vec![changes::CareArea::Procedure],
            downtime_minutes: 20,
            starts: self.local(zone, 6, 20)?,
            ends: self.local(zone, 6, 23)?,
            back_out: BackOut::Tested,
            plan: words("Load it on the spare first, then one switch after the other; look at every link."),
            way_back: Some(words("Load the former one; it lies on both.")),
        };
        let change = self.by("marco@", 25 * 60, plan)?.change;
        self.by("marco@", 24 * 60, AskApproval { change })?;
        self.by("alma@", 20 * 60, ApproveChange { change }).map(drop)
    }

    /// The surveyors come to the hospital: nothing that touches acute care is changed meanwhile.
    fn freeze(&self, hospital: &Client) -> Result<()> {
        let zone = hospital.departments.first().map_or("UTC", |p| p.zone.as_str());
        let freeze = SetFreeze {
            org: hospital.org,
            reason: FreezeReason::Survey,
            starts: self.local(zone, 1, 6)?,
            ends: self.local(zone, 5, 18)?,
            care_areas: vec![changes::CareArea::IntensiveCare, changes::CareArea::OperatingRoom],
        };
        self.by("priya@", 22 * 60, freeze).map(drop)
    }

    /// Three technicians take turns by the week; urgent work that nobody takes reaches them, and then the tier above.
    fn on_call(&self) -> Result<()> {
        let provider = self.cast.provider;
        let zone = "America/New_York";
        let back = i64::from(self.now.date_in(zone).weekday().to_monday_zero_offset()) + 14;
        let turns = ["theo@", "tess@", "gus@"].map(|mail| self.player(mail).map(|p| p.person));
        let rota = OpenRota {
            org: provider,
            name: "First line, day and night".into(),
            people: turns.into_iter().collect::<Result<_>>()?,
            every: Every::Weekly,
            times: None,
            starts: self.local(zone, -back, 8)?,
            only: Vec::new(),
            certification: None,
            always: true,
            zone: Some(zone.into()),
        };
        let rota = self.by("olive@", 20 * 60, rota)?.rota;
        let urgent = OpenPolicy {
            org: provider,
            name: "Urgent work".into(),
            priority: 2,
            after_hours: AfterHours::Continue,
        };
        let policy = self.by("olive@", 20 * 60, urgent)?.policy;
        let steps = [
            (5, StepBegins::AfterOpened, Target::Rota, Some(rota), None),
            (10, StepBegins::BeforeDue, Target::Assignee, None, None),
            (15, StepBegins::AfterDue, Target::Tier, None, Some(3)),
        ];
        for (minutes, begins, target, rota, tier) in steps {
            let (person, role, running) = (None, None, OnChange::Keep);
            self.by(
                "olive@",
                20 * 60,
                AddStep { policy, minutes, begins, target, person, role, rota, tier, running },
            )?;
        }
        Ok(())
    }

    fn letters(&self) -> Result<()> {
        let mailbox = SetMailbox {
            org: self.cast.provider,
            mailbox: None,
            address: DESK.into(),
            way: Way::Piped,
            default_org: None,
            trouble: None,
            unknown: Some(Unknown::Hold),
            forwards: true,
            plus: true,
            trusted: Some(SERVER.into()),
            host: None,
            port: None,
            tls: None,
            username: None,
            password: None,
            folder: None,
            taken: None,
        };
        let mailbox = self.by("olive@", 23 * 60, mailbox)?.mailbox;
        let reporter = &self.player("rita@")?.email;
        let (_, domain) = reporter.split_once('@').context("an address")?;
        let confirmed = format!("Authentication-Results: {SERVER}; dmarc=pass header.from={domain}\r\n");
        let letter = format!(
            "{confirmed}From: Rita Rehearsal <{reporter}>\r\nTo: {DESK}\r\nMessage-ID: <demo-1@{domain}>\r\n\
             Subject: The card reader at the front desk blinks red\r\n\r\n\
             Since this morning it blinks red and reads no insurance card. We type them in by hand.\r\n"
        );
        self.take_in(mailbox, 96, letter)?;
        let stranger = format!(
            "From: Your Parcel <notice@parcel.example>\r\nTo: {DESK}\r\nMessage-ID: <demo-2@parcel.example>\r\n\
             Subject: Your parcel could not be delivered\r\n\r\nOpen the file to see where it is.\r\n"
        );
        self.take_in(mailbox, 38, stranger)
    }

    fn take_in(&self, mailbox: MailboxId, minutes: i64, letter: String) -> Result<()> {
        let order = TakeInLetter::new(mailbox, letter.into_bytes());
        let at = self.now.minus(Span::minutes(minutes));
        block_on(give(self.office, at, &Who::House("mail-in"), order)).map(drop)
    }

    /// The last client's agreement has lapsed: nobody of the provider touches what is theirs.
    fn may_be_touched(&self, ticket: &Listed) -> bool {
        self.cast.clients.iter().take(3).any(|client| client.org == ticket.org)
    }

    /// Whoever resolved a ticket this month says how long it took.
    fn sheets(&self) -> Result<()> {
        let asked = Tickets { view: Some(View::Resolved), most: Some(200), ..Tickets::default() };
        let mut logged = 0;
        for ticket in self.ask(asked)?.tickets {
            if logged < TIMED && self.log(&ticket)? {
                logged += 1;
            }
        }
        Ok(())
    }

    fn log(&self, ticket: &Listed) -> Result<bool> {
        let own = |p: &&Player| Some(p.person) == ticket.assignee && p.org == self.cast.provider;
        let Some(who) = self.cast.people.iter().find(own) else { return Ok(false) };
        let zone = TimeZone::get(&ticket.zone).unwrap_or(TimeZone::UTC);
        let local = |at: Moment| at.timestamp().to_zoned(zone.clone()).datetime();
        let Some(done) = ticket.resolved_at.map(local) else { return Ok(false) };
        let this_month = local(self.now).date().first_of_month();
        // What was done in the last hours is still being written down.
        let recent = ticket.resolved_at.is_none_or(|at| self.now.since(at) < Span::hours(6));
        if !self.may_be_touched(ticket) || recent || done.date() < this_month {
            return Ok(false);
        }
        let minutes = 15 + u32::try_from(ticket.number.rem_euclid(7)).unwrap_or(0) * 10;
        let order = LogTime {
            ticket: ticket.ticket,
            minutes,
            started: Some((done - i64::from(minutes).minutes()).strftime("%Y-%m-%dT%H:%M").to_string()),
            on_site: false,
            note: None,
        };
        block_on(give(self.office, self.now.minus(Span::minutes(3)), &who.who(), order))?;
        Ok(true)
    }

    fn tags(&self) -> Result<()> {
        let board = self.ask(Board::default())?;
        let printing = desk::words::Trouble::Printing;
        let all = board.tickets().filter(|t| t.kind == printing && self.may_be_touched(t));
        for ticket in all.take(3) {
            let tag = Tag { ticket: ticket.ticket, tag: words("label printers") };
            self.by("tess@", 2, tag)?;
        }
        Ok(())
    }
}
