//! The frameworks that ship, for the other tests, and what they must hold.

use practice::frameworks::Framework;

pub fn adult() -> Framework {
    read(include_str!("../../../../frameworks/adult-practice.toml"))
}

pub fn signs() -> Framework {
    read(include_str!("../../../../frameworks/vital-signs.toml"))
}

fn read(text: &str) -> Framework {
    Framework::read(text).unwrap_or_else(|problems| {
        panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

#[test]
fn the_adult_framework_has_ten_domains_fifty_standards_five_critical_and_twelve_sources() {
    let adult = adult();
    assert_eq!(adult.domains.len(), 10);
    assert_eq!(adult.standards.len(), 50);
    assert_eq!(adult.sources.len(), 12);
    assert_eq!(adult.standards.iter().map(|s| s.elements.len()).sum::<usize>(), 191);
    assert_eq!(adult.standards.iter().map(|s| s.sources.len()).sum::<usize>(), 250);
    let critical: Vec<&str> = adult.standards.iter().filter(|s| s.critical).map(|s| s.name.as_str()).collect();
    assert_eq!(critical, ["Courtesy", "Risk assessment", "Safeguarding", "Mental capacity", "Supervision"]);
    assert!(adult.domains.iter().all(|d| adult.in_domain(&d.id).count() == 5));
}

#[test]
fn the_vital_signs_are_six_with_the_parts_the_programme_names() {
    let keys: Vec<String> = signs()
        .standards
        .iter()
        .map(|s| s.elements.iter().map(|e| e.key.as_str()).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        keys,
        [
            "A1 A1v A2 A3 A4",
            "E1 E2 E3 E4 E5",
            "N1 N2 N3 N4 N5 N6",
            "C1 C2 C3 C4 C5 C6 C7",
            "T1 T2 T3 T4 T5 T6",
            "P1 P2 P3 P4 P5 P6"
        ]
    );
}

#[test]
fn every_standard_says_why_it_matters_in_its_own_words() {
    for framework in [adult(), signs()] {
        let mut whys: Vec<&str> = framework.standards.iter().map(|s| s.why.as_str()).collect();
        whys.sort_unstable();
        let before = whys.len();
        whys.dedup();
        assert_eq!(whys.len(), before, "two standards of {} give the same reason", framework.id);
    }
}
