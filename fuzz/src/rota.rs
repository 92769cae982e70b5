//! Rotas as anybody may write them, in TOML or JSON. What is read must make a rota or be refused with a field, and a rota
//! must answer for ten days around a change of the clocks without a panic and without a hole: what it answers for a stretch is
//! what it answers for its first moment. The tests of `practice/oncall` include this file and replay the corpus.

use jiff::Timestamp;
use oncall::rota::read;

/// A file for `orderly clock on-call`.
pub fn rota(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let rota = match read(&text).and_then(|text| text.rota()) {
        Ok(rota) => rota,
        Err(problem) => {
            assert!(!problem.field.is_empty() && !problem.sentence.is_empty());
            assert!(problem.sentence.len() < 4_000 && !problem.sentence.contains('\n'));
            return;
        }
    };
    let at = |text: &str| -> Timestamp { text.parse().expect("this is an instant") };
    let (from, to) = (at("2026-10-28T05:30:00Z"), at("2026-11-07T05:30:00Z"));
    let shifts = rota.shifts(from, to);
    assert_eq!(shifts.first().map(|shift| shift.from), Some(from));
    assert_eq!(shifts.last().map(|shift| shift.to), Some(to));
    assert!(shifts.windows(2).all(|pair| pair[0].to == pair[1].from && pair[0].answer != pair[1].answer));
    for shift in &shifts {
        assert_eq!(rota.who(shift.from), shift.answer);
    }
}
