//! What a desk has learned: written once, read by whom it is for, found where it fits, and known by how
//! often it helped.

use crate::served::{NURSE, Served};
use crate::world::{World, on_each, refused};
use kernel::{ArticleId, OrgId, Role, Status, Who};
use knowledge::{
    Advice, Article, ArticleFile, ArticleState, Articles, ArticlesOf, Audience, NoteArticleUse,
    PublishArticle, ReadAdvice, RetireArticle, ReviewArticle, Trouble, WriteArticle,
};

const TESS: &str = "tess.sample@example.org";

fn draft(title: &str, audience: Audience, client: Option<OrgId>) -> WriteArticle {
    WriteArticle {
        article: None,
        title: title.into(),
        words: "# Steps\n\n1. Turn the printer off\n2. Take the *jammed* label out <b>slowly</b>".into(),
        trouble: Some(Trouble::Printing),
        asset_kind: None,
        applies_to: None,
        audience,
        client,
        review_by: "2027-06-01".parse().unwrap(),
    }
}

fn published(w: &World, title: &str, audience: Audience, client: Option<OrgId>) -> ArticleId {
    let article = w.act(&w.technician, draft(title, audience, client)).article;
    w.act(&w.technician, PublishArticle { article });
    article
}

fn reads(w: &World, who: &Who, article: ArticleId) -> bool {
    w.try_ask(who, Article { article }).is_ok()
}

fn is_advised(w: &World, who: &Who, article: ArticleId) -> bool {
    let listed = w.ask(who, Advice { trouble: Trouble::Printing }).iter().any(|l| l.article == article);
    assert_eq!(w.try_ask(who, ReadAdvice { article }).is_ok(), listed);
    listed
}

#[test]
fn an_article_is_read_by_those_it_is_for_and_by_nobody_else() {
    on_each(|w| {
        let ours = published(w, "How we restart the print server", Audience::Desk, None);
        let theirs = published(w, "Your label printer jams", Audience::Client, Some(w.larkspur));
        let all = published(w, "A label is stuck", Audience::Everybody, None);
        for article in [ours, theirs, all] {
            assert!(reads(w, &w.senior, article));
        }
        let larkspurs =
            [ours, theirs, all].map(|a| (reads(w, &w.practice_owner, a), is_advised(w, &w.nurse, a)));
        assert_eq!(larkspurs, [(false, false), (true, true), (true, true)]);
        let meridians =
            [ours, theirs, all].map(|a| (reads(w, &w.meridian_owner, a), is_advised(w, &w.stranger, a)));
        assert_eq!(meridians, [(false, false), (false, false), (true, true)]);
        assert_eq!(refused(w.try_ask(&w.nurse, Article { article: all })).status, Status::Forbidden);
        assert_eq!(
            refused(w.try_ask(&w.practice_owner, ArticleFile { article: all, before: None })).status,
            Status::NotFound
        );
        assert_eq!(refused(w.try_act(&w.nurse, draft("x", Audience::Desk, None))).status, Status::Forbidden);
        let foreign =
            draft("Theirs", Audience::Client, Some("org_00000000000000000000000000000000".parse().unwrap()));
        assert_eq!(refused(w.try_act(&w.technician, foreign)).status, Status::NotFound);
        let nobody = refused(w.try_act(&w.technician, draft("Whose", Audience::Client, None)));
        assert_eq!(nobody.field.as_deref(), Some("client"));
        // A client that comes later reads what everybody reads.
        let dentist = newcomer(w);
        assert_eq!([ours, theirs, all].map(|a| is_advised(w, &dentist, a)), [false, false, true]);
    });
}

/// A reporter of a client that came just now.
fn newcomer(w: &World) -> Who {
    let add = organizations::AddOrganization {
        name: "Cedar Dental".into(),
        kind: organizations::OrgKind::Practice,
        provider: Some(w.harborlight),
        account_owner: w.owner.person(),
    };
    let cedar = w.act(&w.owner, add).organization;
    crate::world::Doing(&w.house).person(&w.owner, cedar, "Della Invented", &[Role::Reporter])
}

#[test]
fn what_was_written_for_the_desk_goes_to_no_new_client_before_it_is_published_for_everybody() {
    on_each(|w| {
        let article = published(w, "How we restart the print server", Audience::Desk, None);
        let anew =
            WriteArticle { article: Some(article), ..draft("A label is stuck", Audience::Everybody, None) };
        w.act(&w.technician, anew);
        let dentist = newcomer(w);
        assert!(!is_advised(w, &dentist, article));
        // To find it still right gives it to nobody else either.
        w.act(&w.technician, ReviewArticle { article, review_by: "2028-06-01".parse().unwrap() });
        assert!(!is_advised(w, &dentist, article) && !is_advised(w, &w.nurse, article));
        w.act(&w.technician, PublishArticle { article });
        assert_eq!(w.ask(&dentist, ReadAdvice { article }).title, "A label is stuck");
    });
}

#[test]
fn every_version_is_kept_and_readers_have_the_one_that_was_published() {
    on_each(|w| {
        let article = published(w, "A label is stuck", Audience::Everybody, None);
        let again = refused(w.try_act(&w.technician, PublishArticle { article }));
        assert_eq!(again.status, Status::Conflict);
        let anew = WriteArticle {
            article: Some(article),
            ..draft("A label is stuck fast", Audience::Everybody, None)
        };
        assert_eq!(w.act(&w.senior, anew).version, 2);
        let title = |who: &Who| w.ask(who, ReadAdvice { article }).title;
        assert_eq!(title(&w.nurse), "A label is stuck", "until it is published");
        w.act(&w.senior, PublishArticle { article });
        assert_eq!(title(&w.nurse), "A label is stuck fast");
        let file = w.ask(&w.technician, ArticleFile { article, before: None });
        assert_eq!((file.versions.len(), file.published), (2, Some(2)));
        assert_eq!(file.versions[1].title, "A label is stuck");
        assert!(!file.line.review_is_due);
        w.act(&w.technician, ReviewArticle { article, review_by: "2028-06-01".parse().unwrap() });
        let past = ReviewArticle { article, review_by: "2020-01-01".parse().unwrap() };
        assert_eq!(refused(w.try_act(&w.technician, past)).field.as_deref(), Some("review_by"));
        assert_eq!(w.ask(&w.technician, ArticleFile { article, before: None }).line.review_by, "2028-06-01");
        let read = w.ask(&w.practice_owner, Articles::default()).lines.remove(0);
        assert_eq!(read.review_by, "2028-06-01", "its readers see it too");
        w.act(&w.technician, RetireArticle { article });
        assert!(!is_advised(w, &w.nurse, article) && !reads(w, &w.senior, article));
        assert_eq!(
            w.ask(&w.technician, ArticleFile { article, before: None }).line.state,
            ArticleState::Retired
        );
    });
}

#[test]
fn an_article_is_found_by_its_words_and_by_its_trouble() {
    on_each(|w| {
        let article = published(w, "A label is stuck", Audience::Everybody, None);
        let search = |who: &Who, words: &str| {
            let asked = Articles { words: Some(words.into()), ..Articles::default() };
            w.ask(who, asked).lines.iter().map(|l| l.article).collect::<Vec<_>>()
        };
        assert_eq!(search(&w.senior, "JAMMED label"), [article]);
        assert_eq!(search(&w.practice_owner, "printer"), [article]);
        assert!(search(&w.senior, "jammed scanner").is_empty());
        let of = |trouble| {
            w.ask(&w.senior, Articles { trouble: Some(trouble), ..Articles::default() }).lines.len()
        };
        assert_eq!((of(Trouble::Printing), of(Trouble::Phone)), (1, 0));
        assert_eq!(w.ask(&w.technician, Articles { own: true, ..Articles::default() }).lines.len(), 1);
        assert!(w.ask(&w.practice_owner, Articles { own: true, ..Articles::default() }).lines.is_empty());
    });
}

#[test]
fn the_index_and_the_versions_are_read_page_by_page() {
    on_each(|w| {
        let titles = ["label", "scanner label", "label cutter", "scanner", "label scanner tray"];
        let all: Vec<ArticleId> =
            titles.iter().map(|t| published(w, &format!("The {t} is stuck"), Audience::Desk, None)).collect();
        let pages = |words: Option<&str>, trouble| {
            let (mut found, mut after) = (Vec::new(), None);
            loop {
                let words = words.map(Into::into);
                let asked = Articles { words, trouble, after, most: Some(2), ..Articles::default() };
                let page = w.ask(&w.technician, asked);
                assert!(page.lines.len() <= 2);
                found.extend(page.lines.iter().map(|l| l.article));
                after = page.next;
                if after.is_none() {
                    return found;
                }
            }
        };
        let of = |which: &[usize]| which.iter().map(|i| all[*i]).collect::<Vec<_>>();
        assert_eq!(pages(None, None), of(&[4, 3, 2, 1, 0]));
        // The text of every draft names a label, so the titles alone decide about the scanner.
        assert_eq!(pages(Some("scanner label"), None), of(&[4, 3, 1]));
        assert_eq!(pages(Some("scanner tray stuck"), Some(Trouble::Printing)), of(&[4]));
        assert_eq!(pages(Some("stuck"), Some(Trouble::Phone)), []);
        assert_eq!(pages(Some("stuck nowhere"), None), []);
        let article = all[0];
        for _ in 1..45 {
            let anew = WriteArticle { article: Some(article), ..draft("Again", Audience::Desk, None) };
            w.act(&w.technician, anew);
        }
        let (mut seen, mut before) = (Vec::new(), None);
        loop {
            let file = w.ask(&w.technician, ArticleFile { article, before });
            assert!(file.versions.len() <= 20);
            seen.extend(file.versions.iter().map(|v| v.version));
            before = file.before;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(seen, (1..=45).rev().collect::<Vec<i64>>());
        let served = Served::new(&w.house);
        let desk = served.sign_in(TESS);
        let file = served.page(&desk, &format!("/articles/{article}/file")).text();
        assert!(file.contains("file?before=26"), "{file}");
        let earlier = served.page(&desk, &format!("/articles/{article}/file?before=26")).text();
        assert!(earlier.contains("Version 25") && !earlier.contains("Version 26"), "{earlier}");
    });
}

#[test]
fn what_an_article_is_for_is_there_within_reach() {
    on_each(|w| {
        let names = |name: &str| WriteArticle {
            applies_to: Some(name.into()),
            ..draft("A label is stuck", Audience::Desk, None)
        };
        let refusal = refused(w.try_act(&w.technician, names("Label Designer")));
        assert_eq!(refusal.field.as_deref(), Some("applies_to"));
        assert!(!refusal.sentence.contains("Designer"), "what was typed is not told again: {refusal:?}");
        let broken = refused(w.try_act(&w.technician, names("Label\u{0}Designer")));
        assert_eq!(broken.field.as_deref(), Some("applies_to"));
        let kind = assets::AssetKind::Application;
        w.act(&w.senior, assets::AddAsset { kind, ..w.device("Label Designer") });
        w.act(&w.technician, names("label  designer"));
        w.act(&w.technician, names("Epic Willow"));
        // Whoever works at another client does not hear whether something is called so here.
        let own_it = crate::world::Doing(&w.house);
        let own_it = own_it.person(&w.owner, w.meridian, "Ivo Invented", &[Role::SeniorTechnician]);
        let refusal = refused(w.try_act(&own_it, names("Label Designer")));
        assert_eq!(refusal.field.as_deref(), Some("applies_to"));
    });
}

#[test]
fn what_was_used_on_a_ticket_is_known_to_have_helped_when_it_is_resolved() {
    on_each(|w| {
        let article = published(w, "A label is stuck", Audience::Everybody, None);
        let ticket =
            w.act(&w.nurse, desk::OpenTicket { kind: desk::words::Trouble::Printing, ..w.trouble() }).ticket;
        w.act(&w.technician, desk::Take { ticket });
        w.act(&w.technician, NoteArticleUse { ticket, article });
        let twice = refused(w.try_act(&w.technician, NoteArticleUse { ticket, article }));
        assert_eq!(twice.status, Status::Conflict);
        let nowhere =
            NoteArticleUse { ticket, article: "art_00000000000000000000000000000000".parse().unwrap() };
        assert_eq!(refused(w.try_act(&w.technician, nowhere)).status, Status::NotFound);
        let counted = || {
            let line = w.ask(&w.technician, ArticleFile { article, before: None }).line;
            (line.used, line.resolved)
        };
        assert_eq!(counted(), (Some(1), Some(0)));
        w.act(&w.technician, desk::Resolve { ticket, words: "Took the label out".into() });
        assert_eq!(counted(), (Some(1), Some(1)));
        let used = w.ask(&w.practice_owner, ArticlesOf { ticket }).used;
        assert!(used[0].resolved && used[0].title.as_deref() == Some("A label is stuck"));
        assert_eq!(refused(w.try_ask(&w.meridian_owner, ArticlesOf { ticket })).status, Status::NotFound);
    });
}

#[test]
fn a_ticket_shows_what_fits_it_and_a_reporter_what_may_help_meanwhile() {
    on_each(|w| {
        let article = published(w, "A label is stuck", Audience::Everybody, None);
        let ticket =
            w.act(&w.nurse, desk::OpenTicket { kind: desk::words::Trouble::Printing, ..w.trouble() }).ticket;
        let served = Served::new(&w.house);
        let desk = served.sign_in(TESS);
        let page = served.page(&desk, &format!("/tickets/{ticket}")).text();
        assert!(page.contains("A label is stuck") && page.contains("Used it"), "{page}");
        let text = served.page(&desk, &format!("/articles/{article}")).text();
        assert!(text.contains("<em>jammed</em>") && text.contains("&lt;b&gt;slowly"), "{text}");
        let nurse = served.sign_in(NURSE);
        let mine = served.page(&nurse, &format!("/my/{ticket}")).text();
        assert!(
            mine.contains("What may help meanwhile") && mine.contains(&format!("/help/{article}")),
            "{mine}"
        );
        assert_eq!(served.page(&nurse, &format!("/help/{article}")).status, 200);
        assert_eq!(served.page(&nurse, "/articles").status, 403);
    });
}

#[test]
fn the_knowledge_base_knows_the_desks_troubles_by_the_same_words() {
    let desk: Vec<&str> = desk::words::Trouble::ALL.iter().map(|t| t.word()).collect();
    let here: Vec<&str> = Trouble::ALL.iter().map(|t| t.word()).collect();
    assert_eq!(desk, here);
}
