//! Charts over time that tell a change from the ordinary ups and downs.

mod counts;
mod run;
mod shares;
mod signals;
mod xmr;

pub use counts::{CChart, UChart, c_chart, u_chart};
pub use run::{RunChart, run_chart};
pub use shares::{PChart, can_signal, p_chart};
pub use signals::{Flag, PointType};
pub use xmr::{Assurance, Better, Settings, TRIAL_POINTS, XmrChart, XmrPoint, xmr_chart};
