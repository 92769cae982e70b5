//! One vocabulary in several slices: a slice never imports a slice, so what several of them speak of is written in each,
//! and here it is held together.

/// The words of an enumeration with what people read, in whatever order it was written.
fn told<K: Copy>(
    all: &[K],
    word: fn(K) -> &'static str,
    title: fn(K) -> &'static str,
) -> Vec<(String, String)> {
    let mut told: Vec<(String, String)> =
        all.iter().map(|k| (word(*k).to_owned(), title(*k).to_lowercase())).collect();
    told.sort();
    told
}

#[test]
fn where_care_is_given_is_the_same_to_places_to_the_desk_and_to_changes() {
    use {changes::CareArea as Change, desk::words::CareArea as Desk, organizations::CareArea as Place};
    let places = told(Place::ALL, Place::word, Place::title);
    let words = |told: &[(String, String)]| told.iter().map(|t| t.0.clone()).collect::<Vec<_>>();
    let (desk, changes) =
        (told(Desk::ALL, Desk::word, Desk::title), told(Change::ALL, Change::word, Change::title));
    assert_eq!(words(&desk), words(&places));
    assert_eq!(words(&changes), words(&places));
    assert_eq!(desk, changes, "they read the same to people");
}

#[test]
fn what_kind_of_trouble_it_is_is_the_same_to_the_desk_and_to_its_articles() {
    use {desk::words::Trouble as Desk, knowledge::Trouble as Article};
    let desk = told(Desk::ALL, Desk::word, Desk::title);
    assert_eq!(told(Article::ALL, Article::word, Article::title), desk);
}
