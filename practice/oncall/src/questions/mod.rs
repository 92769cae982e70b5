//! What can be asked about being on call.

mod rotas;

pub use rotas::{OnCallAt, OnCallNow, OneRota, RotaList, RotaTold, Rotas, ShiftTold, SkillGaps};
