//! The rows for what stands beside the reviews: dip samples (L7) and the private line (F6).

use super::objects::Action::*;
use super::relations::{While::*, Who::*};
use super::rules::{LEADERS, Rule, allow, deny};

/// As in a review, a second role does not open what those who lead must wait for.
pub(super) const OPEN_DIP: Rule = deny(
    "L7",
    LEADERS,
    &[RunDip, SeeDip],
    &[DipOpen],
    "Until a dip sample is closed, those who lead or manage the team neither run nor see it.",
);

pub(super) const TIED_DIP: Rule = deny(
    "R6",
    &[TiedToTeam],
    &[SeeDip],
    &[DipOpen],
    "Until a dip sample is closed, somebody tied to the team does not see it.",
);

pub(super) const RUN_DIP: Rule = allow(
    "L7",
    &[CouncilReviewer],
    &[RunDip, SeeDip],
    &[],
    "Reviewers and the quality assurance lead take a quick look at a few records, on one theme.",
);

pub(super) const CLOSED_DIP: Rule = allow(
    "L7",
    &[PrincipalSocialWorker, HeadOfService, TeamManager],
    &[SeeDip],
    &[DipClosed],
    "Once a dip sample is closed, the principal social worker, the head of service and the manager \
     of the team read what it points to.",
);

pub(super) const REACH: Rule = allow(
    "L7",
    &[QaLead],
    &[SeeReach],
    &[],
    "The quality assurance lead sees what share of workers and of open cases was read lately, and \
     no list of them.",
);

/// A whole group reads one case and sees how it spread (V6).
pub(super) const READ_TOGETHER: Rule = allow(
    "V6",
    &[AnyReviewer],
    &[Calibrate],
    &[],
    "Everybody who reviews, experts included, reads a case that is put up to be read together.",
);

pub(super) const PUT_UP: Rule = allow(
    "V6",
    &[QaLead],
    &[PutUpCalibration],
    &[],
    "The quality assurance lead puts up a case without names, to be read together.",
);

/// Any social worker may talk to the head of quality assurance at any time [001].
pub(super) const WRITE_IN_PRIVATE: Rule = allow(
    "F6",
    &[LineWriter],
    &[WritePrivateNote],
    &[InATeam],
    "Everybody who works in a team writes to the quality assurance lead in private, at any time.",
);

pub(super) const READ_OWN_NOTES: Rule = allow(
    "F6",
    &[LineWriter],
    &[ReadPrivateNotes],
    &[],
    "Whoever wrote on the private line reads their own notes and the answers.",
);

pub(super) const ANSWER_IN_PRIVATE: Rule = allow(
    "F6",
    &[LineLead],
    &[ReadPrivateNotes, AnswerPrivateNote],
    &[],
    "The one lead to whom a note is written reads and answers it. Nobody else does, another lead \
     included.",
);
