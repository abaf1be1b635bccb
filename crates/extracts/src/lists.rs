//! The lists we read and the headings they use: dated data, not rules.
//!
//! Headings of lists 6, 7 and 8 are the same in Ofsted's Annex A of August 2019 and of
//! January 2024. The other spellings are ones councils have given their columns; a heading is
//! compared by its letters and digits only, so case, spaces, underscores and quotes do not matter.

use crate::text::squash;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Reference,
    Team,
    Worker,
    Opened,
    Closed,
    Kind,
}

impl Field {
    /// In the order of `List::headings` and of a row's cells.
    pub const ALL: [Self; 6] = [Self::Reference, Self::Team, Self::Worker, Self::Opened, Self::Closed, Self::Kind];

    /// The columns without which no row can enter.
    pub const REQUIRED: [Self; 4] = [Self::Reference, Self::Team, Self::Worker, Self::Opened];

    /// The word used for it in the documented CSV.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reference => "case reference",
            Self::Team => "team",
            Self::Worker => "worker",
            Self::Opened => "opened",
            Self::Closed => "closed",
            Self::Kind => "type",
        }
    }
}

/// A list, and how to recognise its columns.
#[derive(Debug)]
pub(crate) struct List {
    /// The number of the list in Annex A; 0 for our CSV.
    pub number: u8,
    /// "List 6: children in need".
    pub title: &'static str,
    /// The kind of every case in it; empty where a column says it.
    pub kind: &'static str,
    /// Names a sheet may have instead of "List 6", squashed.
    sheets: &'static [&'static str],
    /// For each of `Field::ALL`: the documented heading first, then the other spellings.
    headings: [&'static [&'static str]; 6],
}

const CHILD_REFERENCE: &[&str] = &[
    "Child Unique ID",
    "Child Unique Identifier",
    "Unique Child ID",
    "Child ID",
    "Child Identifier",
    "Child Reference",
    "Child Ref",
    "LA Child ID",
    "Person ID",
    "Client ID",
    "Case Reference",
];

const TEAM: &[&str] = &[
    "Allocated Team",
    "Allocated Team Name",
    "Team",
    "Team Name",
    "Current Team",
    "Responsible Team",
    "Case Team",
    "Worker Team",
];

const WORKER: &[&str] = &[
    "Allocated Worker",
    "Allocated Worker Name",
    "Allocated Social Worker",
    "Allocated Practitioner",
    "Allocated Case Worker",
    "Worker",
    "Worker Name",
    "Current Worker",
    "Social Worker",
    "Social Worker Name",
    "Case Worker",
    "Key Worker",
    "Lead Worker",
    "Practitioner",
];

static LISTS: [List; 3] = [
    List {
        number: 6,
        title: "List 6: children in need",
        kind: "child in need",
        sheets: &["cin", "childreninneed", "childinneed"],
        headings: [
            CHILD_REFERENCE,
            TEAM,
            WORKER,
            &[
                "CIN Start Date",
                "Child in Need Start Date",
                "Date of CIN Start",
                "CIN Episode Start Date",
                "CIN Plan Start Date",
            ],
            &[
                "CIN Closure Date",
                "Child in Need Closure Date",
                "CIN End Date",
                "Child in Need End Date",
                "CIN Episode End Date",
                "CIN Plan End Date",
                "Date of CIN Closure",
            ],
            &[],
        ],
    },
    List {
        number: 7,
        title: "List 7: child protection",
        kind: "child protection plan",
        sheets: &["cp", "cpp", "childprotection", "childprotectionplans"],
        headings: [
            CHILD_REFERENCE,
            TEAM,
            WORKER,
            &[
                "Child Protection Plan Start Date",
                "CP Plan Start Date",
                "CPP Start Date",
                "CP Start Date",
                "Child Protection Start Date",
                "Date of Child Protection Plan Start",
                "Start Date of Child Protection Plan",
            ],
            &[
                "Child Protection Plan End Date",
                "CP Plan End Date",
                "CPP End Date",
                "CP End Date",
                "Child Protection End Date",
                "Date of Child Protection Plan End",
                "End Date of Child Protection Plan",
                "Child Protection Plan Closure Date",
            ],
            &[],
        ],
    },
    List {
        number: 8,
        title: "List 8: children looked after",
        kind: "looked after",
        sheets: &["cla", "lac", "cic", "childrenincare", "childrenlookedafter", "lookedafterchildren"],
        headings: [
            CHILD_REFERENCE,
            TEAM,
            WORKER,
            &[
                "Date Started to be Looked After",
                "Date Started Looked After",
                "Date Started Being Looked After",
                "Date Became Looked After",
                "Looked After Start Date",
                "CLA Start Date",
                "LAC Start Date",
            ],
            &[
                "Date Ceased to be Looked After",
                "Date Ceased Looked After",
                "Date Ceased Being Looked After",
                "Looked After End Date",
                "CLA End Date",
                "LAC End Date",
            ],
            &[],
        ],
    },
];

/// The CSV of `docs/caseload-csv.md`: any team, any kind of case.
pub(crate) static CASELOAD_CSV: List = List {
    number: 0,
    title: "Caseload CSV",
    kind: "",
    sheets: &[],
    headings: [
        &[
            "case reference",
            "case ref",
            "case id",
            "case number",
            "case no",
            "reference",
            "reference number",
            "ref",
            "person id",
            "client id",
            "child unique id",
            "child id",
        ],
        &["team", "team name", "allocated team", "current team", "case team"],
        &[
            "worker",
            "worker name",
            "allocated worker",
            "current worker",
            "social worker",
            "allocated social worker",
            "case worker",
            "key worker",
            "lead worker",
            "practitioner",
        ],
        &[
            "opened",
            "date opened",
            "opened date",
            "opened on",
            "open date",
            "case opened",
            "start date",
            "date started",
            "started",
        ],
        &[
            "closed",
            "date closed",
            "closed date",
            "closed on",
            "case closed",
            "closure date",
            "end date",
            "date ended",
            "ended",
        ],
        &["type", "case type", "type of case", "kind", "kind of case"],
    ],
};

impl List {
    /// The lists of Annex A that name a child, a team and a worker.
    pub fn all() -> &'static [Self] {
        &LISTS
    }

    /// The list a sheet holds: `List_6`, "List 6", "List 06 - CIN", or a common name for it.
    pub fn of_sheet(sheet: &str) -> Option<&'static Self> {
        let name = squash(sheet);
        let name = name.strip_prefix("annexa").unwrap_or(&name);
        let number = name.strip_prefix("list").and_then(leading_number);
        LISTS.iter().find(|list| number == Some(u32::from(list.number)) || list.sheets.contains(&name))
    }

    pub fn is_csv(&self) -> bool {
        self.number == 0
    }

    /// The documented heading of a field.
    pub fn heading(&self, field: Field) -> &'static str {
        self.headings[field as usize].first().copied().unwrap_or(field.name())
    }

    /// The field a heading stands for.
    pub fn field_of(&self, heading: &str) -> Option<Field> {
        let heading = squash(heading);
        let known = |field: &Field| self.headings[*field as usize].iter().any(|name| squash(name) == heading);
        Field::ALL.into_iter().find(known)
    }
}

fn leading_number(text: &str) -> Option<u32> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().ok()
}
