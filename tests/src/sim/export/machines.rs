//! What the machines logged: states, counts, alarms, process values.

use super::csv::{Csv, time};
use super::{File, Source};
use crate::sim::{Kind, Rng, SECOND, StateChange, Verdict};
use floorlens_core::model::{Micros, Span};
use std::collections::BTreeMap;

pub(super) fn files(s: &Source<'_>) -> Vec<File> {
    vec![
        File { name: "states.csv", text: states(s) },
        File { name: "counts.csv", text: counts(s) },
        File { name: "alarms.csv", text: alarms(s) },
        File { name: "measurements.csv", text: measurements(s) },
    ]
}

/// The states of a station as `(span of working time, change)`, equal neighbours joined.
fn runs<'a>(s: &Source<'a>, station: usize) -> Vec<(Span, &'a StateChange)> {
    let mut out: Vec<(Span, &StateChange)> = Vec::new();
    let end = s.plant.calendar.working_time();
    for change in s.history.states.iter().filter(|c| c.station == station && c.at < end) {
        if let Some((span, last)) = out.last_mut() {
            span.end = change.at.max(span.start);
            if (last.state, &last.reason, last.order) == (change.state, &change.reason, change.order) {
                continue;
            }
        }
        out.push((Span::new(change.at, end), change));
    }
    // A joined run ends where the next one begins, not where its own last change was.
    let starts: Vec<Micros> = out.iter().skip(1).map(|(span, _)| span.start).chain([end]).collect();
    for ((span, _), next) in out.iter_mut().zip(starts) {
        span.end = next;
    }
    out.retain(|(span, _)| !span.is_empty());
    out
}

fn states(s: &Source<'_>) -> String {
    let mut csv = Csv::new("asset,start,end,state,reason,product,order");
    for (i, station) in s.plant.stations.iter().enumerate() {
        let mut rows: Vec<(Span, &str, &str, String, &str)> = Vec::new();
        for (worked, change) in runs(s, i) {
            let order = change.order.map_or(String::new(), |o| s.plant.order(o).id);
            let product = change.order.map_or("", |o| s.product(o));
            for span in s.plant.calendar.wall_spans(worked) {
                rows.push((span, change.state, change.reason.as_str(), order.clone(), product));
            }
        }
        for (span, kind, _) in &s.plant.calendar.spans {
            match kind {
                Kind::Break => rows.push((*span, "BREAK", "", String::new(), "")),
                Kind::NotPlanned => rows.push((*span, "NO SHIFT", "", String::new(), "")),
                Kind::Planned => {}
            }
        }
        rows.sort_by_key(|r| r.0);
        for (span, state, reason, order, product) in rows {
            csv.row(&[station.asset, &time(span.start), &time(span.end), state, reason, product, &order]);
        }
    }
    csv.finish()
}

/// Counts per hour, machine and order, dated at the last piece of the hour, as a counter card would send them.
fn counts(s: &Source<'_>) -> String {
    type Hour = (Micros, u64, u64, u64, u64);
    let mut hours: BTreeMap<(usize, Micros, u32), Hour> = BTreeMap::new();
    for step in &s.history.steps {
        let at = s.plant.calendar.wall(step.end, true);
        let order = s.history.units[step.unit].order;
        let hour = hours.entry((step.station, at.div_euclid(3600 * SECOND), order)).or_default();
        hour.0 = hour.0.max(at);
        hour.1 += 1;
        match step.verdict {
            None | Some(Verdict::Pass) => hour.2 += 1,
            Some(Verdict::Scrap) => hour.3 += 1,
            Some(Verdict::Rework) => hour.4 += 1,
        }
    }
    let mut csv = Csv::new("asset,time,total,good,scrap,rework,product,order");
    for ((station, _, order), (at, total, good, scrap, rework)) in hours {
        let figures = [total, good, scrap, rework].map(|n| n.to_string());
        let [total, good, scrap, rework] = figures.each_ref().map(String::as_str);
        let asset = s.plant.stations[station].asset;
        csv.row(&[asset, &time(at), total, good, scrap, rework, s.product(order), &s.plant.order(order).id]);
    }
    csv.finish()
}

fn alarms(s: &Source<'_>) -> String {
    let mut csv = Csv::new("asset,start,end,code,severity,text");
    for (i, station) in s.plant.stations.iter().enumerate() {
        for (worked, change) in runs(s, i).into_iter().filter(|(_, c)| c.state == "DOWN") {
            let code = station.breakdowns.iter().find(|b| b.reason == change.reason).map_or("", |b| b.code);
            let (start, end) = (s.plant.calendar.wall(worked.start, false), s.plant.calendar.wall(worked.end, true));
            csv.row(&[station.asset, &time(start), &time(end), code, "fault", &change.reason]);
        }
    }
    csv.finish()
}

/// The oil temperature of the press every ten minutes of work: it creeps up in the two hours before the hydraulics fail.
fn measurements(s: &Source<'_>) -> String {
    let mut csv = Csv::new("time,channel,value,asset,item,unit,lower,upper,target");
    let press = s.plant.stations.iter().position(|m| m.asset == "MC-204").unwrap_or(0);
    let failures: Vec<Micros> = runs(s, press)
        .into_iter()
        .filter(|(_, c)| c.reason == "Hydraulic pressure low")
        .map(|(span, _)| span.start)
        .collect();
    let (lead, every) = (7200 * SECOND, 600 * SECOND);
    let mut rng = Rng::new(s.seed, "oil temperature");
    let mut at = 0;
    while at < s.plant.calendar.working_time() {
        let ahead = failures.iter().map(|f| f - at).find(|d| *d >= 0).unwrap_or(lead).min(lead);
        let value = rng.normal(58.0, 0.8) + 13.0 * (1.0 - ahead as f64 / lead as f64);
        let wall = s.plant.calendar.wall(at, false);
        csv.row(&[&time(wall), "oil_temperature", &format!("{value:.1}"), "MC-204", "", "CEL", "", "70", ""]);
        at += every;
    }
    let mut rng = Rng::new(s.seed, "bore");
    for step in &s.history.steps {
        let station = &s.plant.stations[step.station];
        if s.plant.stages[station.stage] == crate::sim::StageKind::Test {
            let off = if step.verdict == Some(Verdict::Pass) { 0.0 } else { 0.016 };
            let value = (rng.normal(20.010, 0.0022) + off).clamp(20.0, 20.05);
            let wall = s.plant.calendar.wall(step.end, true);
            let item = s.serial_at(step.unit, station.stage);
            csv.row(&[
                &time(wall),
                "bore_diameter",
                &format!("{value:.4}"),
                station.asset,
                &item,
                "MMT",
                "20",
                "20.021",
                "20.01",
            ]);
        }
    }
    csv.finish()
}
