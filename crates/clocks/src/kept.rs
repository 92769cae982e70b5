//! A promise as it is kept between two things that happen to it: only how it stands, not what led there. Where two
//! reckonings hold at once, each is kept.

use crate::line::Line;
use crate::pauses::Pause;
use crate::version::{CalendarVersion, TargetVersion};
use jiff::Timestamp;

/// How a promise stands, without what happened to it.
#[derive(Debug, Clone)]
pub struct Kept {
    /// What was promised last.
    pub line: KeptLine,
    /// What was promised before and holds besides: the earliest due time counts.
    pub beside: Vec<KeptLine>,
    pub done: Option<Timestamp>,
}

/// One reckoning of a promise.
#[derive(Debug, Clone)]
pub struct KeptLine {
    /// Whatever its keeper knows it by; a line that comes of another has the same.
    pub mark: usize,
    pub start: Timestamp,
    /// The opening hours that hold from the start on.
    pub hours: CalendarVersion,
    /// From when on others hold, in order of time.
    pub later: Vec<(Timestamp, CalendarVersion)>,
    pub target: TargetVersion,
    pub pauses: Vec<Pause>,
}

impl KeptLine {
    pub(crate) fn line(self) -> Line {
        let Self { mark, start, hours, later, target, pauses } = self;
        let mut line = Line { mark, pauses, ..Line::new(start, hours, target) };
        later.into_iter().for_each(|(from, hours)| line.move_to(from, hours));
        line
    }

    pub(crate) fn of(line: Line) -> Self {
        let Line { mark, start, target, calendars, pauses } = line;
        let mut hours = calendars.into_iter();
        let first = hours.next().expect("a line begins with a calendar").1;
        Self { mark, start, hours: first, later: hours.collect(), target, pauses }
    }
}
