//! What can be asked about being on call.

mod rotas;

pub use rotas::{OnCallAt, OnCallNow, OneRota, RotaList, RotaTold, Rotas, ShiftTold, SkillGaps};

mod escalation;

pub use escalation::{OnePolicy, PathTold, Policies, PolicyList, PolicyTold, TellingOf, TicketEscalation};
