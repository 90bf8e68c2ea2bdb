//! Optics at the two ends of a cable, or a fibre between them, that do not belong together.

use super::{Case, Rule, finding};
use crate::catalog::media::mode;
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "unlike-optics",
        severity: Severity::Error,
        page: include_str!("unlike-optics.md"),
    },
    check,
};

words! {
    ENDS: "the optics at the ends of \"{cable}\" are of unlike kind: {a} ({p}) and {b} ({q})", "“{cable}”两端的光模块类型不同：{a}（{p}）与 {b}（{q}）";
    FIBRE: "the optic {a} ({p}) does not light the fibre of \"{cable}\" ({q})", "光模块 {a}（{p}）与“{cable}”的光纤（{q}）不匹配";
    SPEED: "the optic {a} has no speed in common with \"{port}\"", "光模块 {a} 与“{port}”没有共同速率";
    HELP_ENDS: "use the same kind of optic at both ends", "请在两端使用同类光模块";
    HELP_FIBRE: "use a {p} fibre, or an optic for {q}", "请改用 {p} 光纤，或适用于 {q} 的光模块";
    HELP_SPEED: "use an optic that runs at a speed of the port", "请使用与该端口速率相符的光模块";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for cable in &topology.cables {
        let Some(optics) = &cable.optics else { continue };
        let id = topology.id(cable.comp);
        let modes = [0, 1].map(|end: usize| optics[end].medium.as_deref().and_then(mode));
        let medium = |end: usize| optics[end].medium.as_deref().unwrap_or_default().to_uppercase();
        let title = |end: usize| optics[end].title();
        let fibre = cable.part.as_ref().and_then(|part| part.medium.as_deref());
        let (message, help) = if let [Some(a), Some(b)] = modes
            && a != b
        {
            let message = msg!(
                ENDS,
                cable = id,
                a = title(0),
                p = medium(0),
                b = title(1),
                q = medium(1)
            );
            (message, (&HELP_ENDS).into())
        } else if let (Some(lit), Some(fibre)) = (modes[0].or(modes[1]), fibre)
            && mode(fibre).is_some_and(|of_fibre| of_fibre != lit)
        {
            let end = usize::from(modes[0].is_none());
            let (p, q) = (medium(end), fibre.to_uppercase());
            let message =
                msg!(FIBRE, a = title(end), p = p.as_str(), cable = id, q = q.as_str());
            (message, msg!(HELP_FIBRE, p = p.as_str(), q = q.as_str()))
        } else {
            let unlike = |&end: &usize| {
                let port = &topology.port_type(cable.ends[end]).speeds;
                let optic = &optics[end].speeds;
                !port.is_empty() && !optic.is_empty() && !optic.iter().any(|it| port.contains(it))
            };
            let Some(end) = [0, 1].into_iter().find(unlike) else { continue };
            let port = topology.port_id(cable.ends[end]);
            (msg!(SPEED, a = title(end), port = port), (&HELP_SPEED).into())
        };
        findings.push(finding(&RULE, cable.span, message).help(help).about([id]));
    }
}
