//! The papers of a breach: the letter to individuals, the substitute notice, the notice to the media of each State and the
//! sheet for HHS, from what is recorded and from the notice that somebody wrote. They hold what was written, so asking for
//! one is a look, which the ledger holds before it is shown. The letters that wait come as one document, a hundred at most;
//! a single letter has a blank for its addressee.

use super::super::super::{App, visitor::Visitor};
use super::super::around::named_in;
use super::super::frame::{Frame, open, or_stop};
use super::{Shown, answered, parted};
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::post,
};
use breach::{
    Addressee as Who, AddresseeKind, AddresseeLine, Addressees, BreachFile, BreachPapers, EntityKind, Filing,
    FilingContact, LetterWay, Letterhead, NoticeWords, Papers,
};
use jiff::civil::Date;
use kernel::{BreachId, Refusal};
use markup::{ActButton, ButtonKind, Crumb, Markup, act_button, html};
use paper::{
    Address, Addressee, BreachLetter, BreachLetters, Contact, Document, Entity, Filer, HhsSheet, Means,
    MediaNotice, Notice, Recipient, SubstituteNotice, When,
};
use serde::Deserialize;
use std::collections::BTreeMap;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/breaches/{breach}/papers/{document}", post(shown))
        .route("/breaches/{breach}/letters", post(letters))
        .route("/breaches/{breach}/letters.pdf", post(letters_file))
}

/// From this many missing or wrong addresses on the substitute notice is public: 45 CFR 164.404(d)(2)(ii).
const PUBLIC_FROM: u32 = 10;
/// In the address of a notice to the media, before the two letters of the State.
const MEDIA: &str = "media-notice-";

/// The buttons that make the papers, for the breach's page.
pub fn buttons(file: &BreachFile) -> Markup {
    let id = file.line.breach;
    let media = file.duties.iter().filter_map(|duty| duty.tell.strip_prefix("media:"));
    let one = |word: &str, label: &str| {
        let action = format!("/breaches/{id}/papers/{word}");
        act_button(&ActButton { action: &action, label, ..ActButton::default() })
    };
    html! {
        div.buttons {
            (one("breach-letter", "Letter"))
            (one("substitute-notice", "Substitute notice"))
            @for state in media { (one(&format!("{MEDIA}{state}"), &format!("Media notice {state}"))) }
            (one("hhs-sheet", "Sheet for HHS"))
        }
    }
}

/// `POST /breaches/{breach}/papers/{document}`, and with `.pdf` behind it the same as a file.
async fn shown(
    State(app): State<App>,
    visitor: Visitor,
    Path((breach, named)): Path<(BreachId, String)>,
) -> Response {
    let frame = open!(&app, &visitor);
    let (word, pdf) = parted(&named);
    let Some(name) = name_of(word) else { return frame.refused(Refusal::not_found("document")) };
    let papers = or_stop!(frame.ask(BreachPapers { breach }).await);
    let names = or_stop!(named_in(&frame, &papers).await);
    let Some(document) = (Facts { papers: &papers, names: &names }).document(word) else {
        return frame.refused(Refusal::not_found("document"));
    };
    answer(&frame, breach, word, &name, &document, pdf).await
}

async fn answer(
    frame: &Frame<'_>,
    breach: BreachId,
    word: &str,
    name: &str,
    document: &Document,
    pdf: bool,
) -> Response {
    let back = format!("/breaches/{breach}");
    let action = format!("{back}/papers/{word}.pdf");
    let kind = ButtonKind::Primary;
    let button = act_button(&ActButton { action: &action, label: "PDF", kind, ..ActButton::default() });
    let crumbs = [Crumb { href: "/breaches", label: "Breaches" }, Crumb { href: &back, label: "The record" }];
    let file = format!("{breach}-{word}");
    answered(frame, Shown { document, name, file: &file, back: &back, button, crumbs: &crumbs }, pdf).await
}

/// Which letters are asked for.
#[derive(Deserialize)]
struct Asked {
    way: Option<LetterWay>,
    after: Option<u32>,
}

/// `POST /breaches/{breach}/letters?way=&after=`: the next letters that wait, one document.
async fn letters(
    State(app): State<App>,
    visitor: Visitor,
    Path(breach): Path<BreachId>,
    Query(asked): Query<Asked>,
) -> Response {
    batch(&app, &visitor, breach, &asked, false).await
}

async fn letters_file(
    State(app): State<App>,
    visitor: Visitor,
    Path(breach): Path<BreachId>,
    Query(asked): Query<Asked>,
) -> Response {
    batch(&app, &visitor, breach, &asked, true).await
}

async fn batch(app: &App, visitor: &Visitor, breach: BreachId, asked: &Asked, pdf: bool) -> Response {
    let frame = open!(app, visitor);
    let way = asked.way.unwrap_or(LetterWay::Mail);
    let after = asked.after.unwrap_or(0);
    let list = or_stop!(frame.ask(Addressees { breach, way: Some(way), after: Some(after) }).await);
    let back = format!("/breaches/{breach}#letters");
    let (Some(first), Some(last)) = (list.lines.first(), list.lines.last()) else {
        let refusal = Refusal::conflict("No letter waits to leave this way.").remedy("Back", Some(back));
        return frame.refused(refusal);
    };
    let (first, last) = (first.letter.place, last.letter.place);
    let papers = or_stop!(frame.ask(BreachPapers { breach }).await);
    let names = or_stop!(named_in(&frame, &papers).await);
    let letter = (Facts { papers: &papers, names: &names }).letter();
    let recipients = list.lines.iter().map(recipient).collect();
    let document = Document::BreachLetters(BreachLetters { letter, recipients });
    let at =
        |pdf: &str, after: u32| format!("/breaches/{breach}/letters{pdf}?way={}&after={after}", way.word());
    let file = at(".pdf", after);
    let kind = ButtonKind::Primary;
    let next = at("", last);
    let button = html! {
        (act_button(&ActButton { action: &file, label: "PDF", kind, ..ActButton::default() }))
        @if list.more { (act_button(&ActButton { action: &next, label: "The next ones", ..ActButton::default() })) }
    };
    let crumbs = [Crumb { href: "/breaches", label: "Breaches" }, Crumb { href: &back, label: "The record" }];
    let (name, named) = (format!("Letters {first} to {last}"), format!("{breach}-letters-{first}-{last}"));
    let shown =
        Shown { document: &document, name: &name, file: &named, back: &back, button, crumbs: &crumbs };
    answered(&frame, shown, pdf).await
}

fn recipient(line: &AddresseeLine) -> Recipient {
    let Who { name, to, lines, .. } = &line.who;
    let kind = line.letter.kind;
    let instead = |title: &str| Some(to.clone().unwrap_or_else(|| format!("{title} of {name}")));
    let (named, addressee) = match kind {
        AddresseeKind::Individual => (to.clone().or_else(|| Some(name.clone())), Addressee::Individual),
        AddresseeKind::Representative => (instead(kind.title()), Addressee::Representative(name.clone())),
        AddresseeKind::NextOfKin => (instead("Next of kin"), Addressee::NextOfKin(name.clone())),
    };
    // Who agreed to electronic mail has that address.
    let lines = if lines.is_empty() { line.who.email.iter().cloned().collect() } else { lines.clone() };
    let reference = Some(format!("Letter {}", line.letter.place));
    Recipient { reference, to: Address { name: named, lines }, addressee }
}

fn name_of(word: &str) -> Option<String> {
    Some(match word {
        "breach-letter" => "Letter to an individual".to_owned(),
        "substitute-notice" => "Substitute notice".to_owned(),
        "hhs-sheet" => "Sheet for the portal of HHS".to_owned(),
        _ => format!("Notice to the media of {}", state_of(word.strip_prefix(MEDIA)?)?.name()),
    })
}

fn state_of(code: &str) -> Option<law::State> {
    law::State::find(code)
}

/// What is recorded, and the names in it.
struct Facts<'a> {
    papers: &'a Papers,
    names: &'a BTreeMap<String, String>,
}

fn date(day: Option<&String>) -> Option<Date> {
    day?.parse().ok()
}

fn on(day: Option<&String>) -> When {
    date(day).map_or(When::Missing, When::On)
}

impl Facts<'_> {
    fn document(&self, word: &str) -> Option<Document> {
        let (from, notice, head) = (self.from(), self.notice(), self.head());
        Some(match word {
            "breach-letter" => Document::BreachLetter(self.letter()),
            "substitute-notice" => {
                let few = self.papers.unreachable.is_some_and(|people| people < PUBLIC_FROM);
                let means = if few { Means::Other } else { Means::Public };
                let posted = date(self.papers.substitute_on.as_ref());
                let public = law::breach::Substitute::Public;
                let stands_until = posted.filter(|_| !few).and_then(|day| public.stands_until(day));
                Document::SubstituteNotice(SubstituteNotice { from, means, posted, stands_until, notice })
            }
            "hhs-sheet" => Document::HhsSheet(self.hhs()),
            _ => {
                let state = state_of(word.strip_prefix(MEDIA)?)?;
                let residents = self.papers.residents.get(state.code()).map(|people| u64::from(*people));
                let state = Some(state.name().to_owned());
                Document::MediaNotice(MediaNotice {
                    from,
                    dated: date(Some(&self.papers.today)),
                    state,
                    residents,
                    city: head.city,
                    press_name: head.press_name,
                    press_telephone: head.press_telephone,
                    press_email: head.press_email,
                    notice,
                })
            }
        })
    }

    fn name(&self, id: impl ToString) -> Option<String> {
        self.names.get(&id.to_string()).cloned()
    }

    /// On whose paper it stands: the covered entity's. Where only the business associate is known, that is a blank.
    fn covered(&self) -> Option<String> {
        let own = || {
            (self.papers.entity == EntityKind::CoveredEntity).then(|| self.name(self.papers.org)).flatten()
        };
        self.head().entity.or_else(own)
    }

    /// Who signs and sends, as far as somebody has written it.
    fn head(&self) -> Letterhead {
        self.papers.letterhead.clone().unwrap_or_default()
    }

    fn from(&self) -> Address {
        Address { name: self.covered(), lines: NoticeWords::lines(&self.head().address) }
    }

    /// The letter without its addressee.
    fn letter(&self) -> BreachLetter {
        let head = self.head();
        let some = |text: String| Some(text).filter(|text| !text.trim().is_empty());
        BreachLetter {
            from: self.from(),
            sent_by: head.sent_by,
            dated: date(Some(&self.papers.today)),
            notice: self.notice(),
            offer: head.offer,
            signed_name: some(head.signed_name),
            signed_title: some(head.signed_title),
            ..BreachLetter::default()
        }
    }

    fn happened(&self) -> When {
        let (from, to) = (date(self.papers.happened_from.as_ref()), date(self.papers.happened_to.as_ref()));
        match (from, to) {
            (Some(from), Some(to)) if from != to => When::Between(from, to),
            (Some(day), _) | (None, Some(day)) => When::On(day),
            (None, None) => When::Missing,
        }
    }

    fn notice(&self) -> Notice {
        let (breach, discovered) = (self.happened(), on(self.papers.discovered_on.as_ref()));
        let Some(words) = &self.papers.notice else {
            return Notice { breach, discovered, ..Notice::default() };
        };
        let some = |text: &String| Some(text.clone()).filter(|text| !text.trim().is_empty());
        Notice {
            happened: some(&words.happened),
            breach,
            discovered,
            information: NoticeWords::lines(&words.information),
            protect: NoticeWords::lines(&words.protect),
            investigating: some(&words.investigating),
            mitigating: some(&words.mitigating),
            preventing: some(&words.preventing),
            contact: Contact {
                toll_free: words.toll_free.clone(),
                email: words.email.clone(),
                website: words.website.clone(),
                postal: words.postal.as_deref().map(NoticeWords::lines).unwrap_or_default(),
                hours: self.head().hours,
                person: self.head().person,
            },
        }
    }

    fn hhs(&self) -> HhsSheet {
        let papers = self.papers;
        let notice = self.notice();
        let filing = papers.filing.clone().unwrap_or_default();
        let kinds = filing.information.iter().map(|kind| kind.title().to_owned()).collect::<Vec<_>>();
        let safeguards = filing.safeguards.as_deref().map(NoticeWords::lines).unwrap_or_default();
        let at_associate = papers.entity != EntityKind::CoveredEntity;
        let associate = if at_associate { Some(papers.org) } else { papers.associate };
        HhsSheet {
            reference: Some(papers.breach.to_string()),
            filer: if at_associate { Filer::BusinessAssociate } else { Filer::CoveredEntity },
            covered_entity: Entity {
                kind: filing.entity_kind.map(|kind| kind.title().to_owned()),
                ..asked_at(self.covered(), &filing.entity)
            },
            business_associate: associate.map(|org| associate_of(self.name(org), &filing)),
            individuals: papers.individuals,
            breach: notice.breach,
            discovered: notice.discovered,
            kinds: vec![papers.cause.clone()],
            locations: vec![papers.location.clone()],
            information: if kinds.is_empty() { notice.information } else { kinds },
            description: notice.happened,
            safeguards: papers.protection.iter().cloned().chain(safeguards).collect(),
            individuals_told: on(papers.individuals_told.as_ref()),
            substitute_public: papers.unreachable.map(|people| people >= PUBLIC_FROM),
            media_states: papers.individuals.map(|_| papers.media_states.clone()),
            actions: [notice.investigating, notice.mitigating, notice.preventing]
                .into_iter()
                .flatten()
                .collect(),
            due: papers.hhs.as_ref().and_then(|duty| duty.by),
            because: papers.hhs.as_ref().map(|duty| duty.because.clone()),
            submitted: papers.hhs.as_ref().and_then(|duty| duty.told_on),
            attested_name: filing.attested_name,
            confirmation: filing.confirmation,
        }
    }
}

/// An organization with whom HHS may ask there.
fn asked_at(name: Option<String>, contact: &FilingContact) -> Entity {
    Entity {
        name,
        address: contact.address.as_deref().map(NoticeWords::lines).unwrap_or_default(),
        contact_name: contact.name.clone(),
        contact_email: contact.email.clone(),
        contact_telephone: contact.telephone.clone(),
        ..Entity::default()
    }
}

fn associate_of(name: Option<String>, filing: &Filing) -> Entity {
    asked_at(name, &filing.associate.clone().unwrap_or_default())
}
