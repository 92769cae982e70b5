//! Stretches of time put together, taken away and cut out of each other. Each list holds beginnings and ends in
//! microseconds; an end does not belong to its stretch.

/// Beginning and end of a stretch.
pub(crate) type Interval = (i64, i64);

/// The same time in order, no stretch touching another.
pub(crate) fn merged(mut list: Vec<Interval>) -> Vec<Interval> {
    list.sort_unstable();
    let mut out: Vec<Interval> = Vec::with_capacity(list.len());
    for (from, to) in list {
        match out.last_mut() {
            _ if from >= to => {}
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}

/// What of one merged list lies in no stretch of another merged list.
pub(crate) fn without(list: &[Interval], taken: &[Interval]) -> Vec<Interval> {
    let (mut out, mut next) = (Vec::with_capacity(list.len()), 0);
    for &(from, to) in list {
        let mut cursor = from;
        while taken.get(next).is_some_and(|cut| cut.1 <= from) {
            next += 1;
        }
        for &(cut, end) in taken[next..].iter().take_while(|cut| cut.0 < to) {
            if cut > cursor {
                out.push((cursor, cut));
            }
            cursor = cursor.max(end);
        }
        if cursor < to {
            out.push((cursor, to));
        }
    }
    out
}

/// What lies in both of two merged lists.
pub(crate) fn common(one: &[Interval], other: &[Interval]) -> Vec<Interval> {
    let (mut out, mut i, mut j) = (Vec::new(), 0, 0);
    while let (Some(a), Some(b)) = (one.get(i), other.get(j)) {
        let both = (a.0.max(b.0), a.1.min(b.1));
        if both.0 < both.1 {
            out.push(both);
        }
        if a.1 < b.1 { i += 1 } else { j += 1 }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_put_together_and_taken_away() {
        assert_eq!(merged(vec![(5, 9), (0, 2), (2, 4), (6, 7), (3, 3)]), [(0, 4), (5, 9)]);
        assert_eq!(
            without(&[(0, 10), (12, 20), (30, 31)], &[(-5, 1), (3, 4), (9, 13), (19, 40)]),
            [(1, 3), (4, 9), (13, 19)]
        );
        assert_eq!(common(&[(0, 5), (6, 9)], &[(-1, 1), (4, 7), (8, 20)]), [(0, 1), (4, 5), (6, 7), (8, 9)]);
    }
}
