//! Honest figures. A share, a change or an agreement cannot be shown without its n, its period and its interval:
//! [`Estimate`], [`Change`] and [`Agreed`] have no other way to become text. Only a count of everybody has no interval.
//!
//! Every method is worked against published reference values (`vectors/`). What cannot be said is `None` or a
//! variant that says why, never 0, 1 or not-a-number.

pub mod agreement;
pub mod charts;
pub mod disclosure;
pub mod sampling;
pub mod worked;

mod beta;
mod binomial;
mod change;
mod composite;
mod count;
mod difference;
mod estimate;
mod finite;
mod funnel;
mod interval;
mod multiplicity;
mod paired;
mod planning;
mod proportion;
mod rubric;
mod shrinkage;
mod stratified;
mod triangulation;

pub use agreement::Agreed;
pub use change::{Change, NoComparison, Reported, comparable};
pub use composite::{Bands, Composite, Part, Profile, WeightShare};
pub use count::{byar, exact_poisson};
pub use difference::{TwoCounts, Verdict};
pub use estimate::Estimate;
pub use finite::{passes_among_all, sample_size, wilson_of_finite};
pub use funnel::{Funnel, Position, Unit, UnitPlace, dispersion, funnel};
pub use interval::{Confidence, Interval};
pub use multiplicity::{benjamini_hochberg, bonferroni, holm};
pub use paired::mcnemar;
pub use planning::{cases_for_power, power};
pub use proportion::{clopper_pearson, jeffreys, wilson};
pub use rubric::{Criterion, Level, Rated, Rubric, met_bounds};
pub use shrinkage::{beta_by_moments, beta_posterior, dersimonian_laird, james_stein};
pub use stratified::{Stratum, effective_n, stratified_share};
pub use triangulation::{Conflict, NotOnScale, SideBySide, Sources, SourcesAgree, Voice};
