//! The papers of a breach: the letter to individuals, the substitute notice, the notice to the media of each State and the
//! sheet for HHS, from what is recorded and from the notice that somebody wrote. They hold what was written, so asking for
//! one is a look, which the ledger holds before it is shown. Nobody's name is kept, so a letter's addressee is a blank.

use super::super::super::{App, visitor::Visitor};
use super::super::around::named_in;
use super::super::frame::{Frame, open, or_stop};
use super::{Shown, answered, parted};
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::post,
};
use breach::{BreachFile, BreachPapers, EntityKind, NoticeWords, Papers};
use jiff::civil::Date;
use kernel::{BreachId, Refusal};
use markup::{ActButton, ButtonKind, Crumb, Markup, act_button, html};
use paper::{
    Address, BreachLetter, Contact, Document, Entity, Filer, HhsSheet, Means, MediaNotice, Notice,
    SubstituteNotice, When,
};
use std::collections::BTreeMap;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/breaches/{breach}/papers/{document}", post(shown))
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
        let (from, notice) = (self.from(), self.notice());
        Some(match word {
            "breach-letter" => {
                Document::BreachLetter(BreachLetter { from, notice, ..BreachLetter::default() })
            }
            "substitute-notice" => {
                let few = self.papers.unreachable.is_some_and(|people| people < PUBLIC_FROM);
                let means = if few { Means::Other } else { Means::Public };
                Document::SubstituteNotice(SubstituteNotice {
                    from,
                    means,
                    notice,
                    ..SubstituteNotice::default()
                })
            }
            "hhs-sheet" => Document::HhsSheet(self.hhs()),
            _ => {
                let state = state_of(word.strip_prefix(MEDIA)?)?;
                let residents = self.papers.residents.get(state.code()).map(|people| u64::from(*people));
                let state = Some(state.name().to_owned());
                Document::MediaNotice(MediaNotice {
                    from,
                    state,
                    residents,
                    notice,
                    ..MediaNotice::default()
                })
            }
        })
    }

    fn name(&self, id: impl ToString) -> Option<String> {
        self.names.get(&id.to_string()).cloned()
    }

    /// On whose paper it stands: the covered entity's. Where only the business associate is known, that is a blank.
    fn covered(&self) -> Option<String> {
        (self.papers.entity == EntityKind::CoveredEntity).then(|| self.name(self.papers.org)).flatten()
    }

    fn from(&self) -> Address {
        Address { name: self.covered(), ..Address::default() }
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
                ..Contact::default()
            },
        }
    }

    fn hhs(&self) -> HhsSheet {
        let papers = self.papers;
        let notice = self.notice();
        let named = |name: Option<String>| Entity { name, ..Entity::default() };
        let at_associate = papers.entity != EntityKind::CoveredEntity;
        let associate = if at_associate { Some(papers.org) } else { papers.associate };
        HhsSheet {
            reference: Some(papers.breach.to_string()),
            filer: if at_associate { Filer::BusinessAssociate } else { Filer::CoveredEntity },
            covered_entity: named(self.covered()),
            business_associate: associate.map(|org| named(self.name(org))),
            individuals: papers.individuals,
            breach: notice.breach,
            discovered: notice.discovered,
            kinds: vec![papers.cause.clone()],
            locations: vec![papers.location.clone()],
            information: notice.information,
            description: notice.happened,
            safeguards: papers.protection.iter().cloned().collect(),
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
            ..HhsSheet::default()
        }
    }
}
