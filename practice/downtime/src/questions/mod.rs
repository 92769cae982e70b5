//! What can be asked about downtimes and about what prepares for one.

mod downtimes;
mod drills;
mod plan;

pub use downtimes::{
    Board, BoardShown, DepartmentLine, DowntimeList, Downtimes, NumbersLine, OneDowntime, SystemLine,
    TicketDowntimes, Told,
};
pub use drills::{DrillList, Drills, OneDrill, OneStation, StationList, StationTold, Stations};
pub use plan::{DepartmentPack, OneProcedure, Pack, PackedForm, Plan, PlanShown, ProcedureTold, Written};

pub use crate::drill_records::{Check, Drill, Station};
pub use crate::number_records::{Numbers, Voided};
pub use crate::plan_records::{Form, Packed, Procedure, Steps};
pub use crate::records::{Concerned, Downtime, FollowUp, System};
