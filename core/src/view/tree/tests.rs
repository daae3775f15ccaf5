use super::*;
use crate::testing::Plant;

fn ask(data: &Dataset, item: &str, direction: Direction, expanded: &[&str]) -> TreeAnswer {
    let expanded: Vec<String> = expanded.iter().map(|name| (*name).to_owned()).collect();
    tree(data, item, direction, &TreeParams { expanded: &expanded, ..TreeParams::default() }).unwrap()
}

fn told(answer: &TreeAnswer) -> Vec<String> {
    answer.nodes.iter().map(|n| format!("{} at {} shows {}/{}", n.id, n.tier, n.shown, n.children)).collect()
}

fn plant() -> Dataset {
    Plant::new().made("e1", 10, "r1 r2", "m").made("e2", 20, "m r1", "p").data()
}

#[test]
fn only_open_nodes_show_their_children_and_x_follows_time() {
    let data = plant();
    // r1 went straight into p as well, so its box is there before m is opened; m's link to it is drawn.
    assert_eq!(
        told(&ask(&data, "p", Direction::Back, &[])),
        ["r1 at 0 shows 0/0", "m at 1 shows 1/2", "p at 2 shows 2/2"]
    );
    let open = ask(&data, "p", Direction::Back, &["m"]);
    assert_eq!(open.nodes.len(), 4);
    assert_eq!((open.tiers, open.definite, open.possible, open.limited), (3, 3, 0, false));
    let edges: Vec<String> = open.edges.iter().map(|e| format!("{}→{}", e.from, e.to)).collect();
    assert_eq!(edges, ["r1→m", "r2→m", "m→p", "r1→p"]);
    assert_eq!(
        told(&ask(&data, "r2", Direction::Forward, &["m"])),
        ["r2 at 0 shows 1/1", "m at 1 shows 1/1", "p at 2 shows 0/0"]
    );
}

#[test]
fn many_children_come_page_by_page_and_never_more_than_the_limit() {
    let inputs: Vec<String> = (0..1000).map(|i| format!("i{i:04}")).collect();
    let data = Plant::new().made("e", 10, &inputs.join(" "), "p").data();
    let first = ask(&data, "p", Direction::Back, &[]);
    assert_eq!((first.nodes.len(), first.more.len(), first.more[0].count), (21, 1, 980));
    let pages = BTreeMap::from([("p".to_owned(), 2)]);
    let third =
        tree(&data, "p", Direction::Back, &TreeParams { pages: Some(&pages), ..TreeParams::default() }).unwrap();
    assert_eq!((third.nodes.len(), third.more[0].count), (61, 940));
    let pages = BTreeMap::from([("p".to_owned(), u32::MAX)]);
    let all = tree(&data, "p", Direction::Back, &TreeParams { pages: Some(&pages), ..TreeParams::default() }).unwrap();
    assert_eq!((all.nodes.len() + all.more.len(), all.limited), (MOST_BOXES, true));
    assert_eq!(all.nodes.len() as u64 - 1 + all.more[0].count, 1000);
    // A program may ask for more than a screen holds.
    let limit = Some(u32::MAX);
    let wide = tree(&data, "p", Direction::Back, &TreeParams { pages: Some(&pages), limit, ..TreeParams::default() });
    assert_eq!(wide.map(|wide| (wide.nodes.len(), wide.limited)), Ok((1001, false)));
}

#[test]
fn a_rework_loop_has_one_box_per_item_and_comes_to_an_end() {
    let data = Plant::new().made("e1", 10, "a", "b").made("e2", 20, "b", "a").made("e3", 30, "a", "b").data();
    let answer = ask(&data, "b", Direction::Back, &["a", "b"]);
    assert_eq!(told(&answer), ["a at 0 shows 1/1", "b at 1 shows 1/1"]);
    assert_eq!(answer.edges.len(), 3);
}

#[test]
fn an_open_chain_of_any_length_stays_within_the_limit() {
    let mut plant = Plant::new();
    let mut names = Vec::new();
    for i in 0..5_000 {
        plant = plant.made(&format!("e{i}"), i, &format!("i{i}"), &format!("i{}", i + 1));
        names.push(format!("i{i}"));
    }
    let data = plant.data();
    let params = TreeParams { expanded: &names, ..TreeParams::default() };
    let answer = tree(&data, "i5000", Direction::Back, &params).unwrap();
    assert_eq!(answer.nodes.len() + answer.more.len(), MOST_BOXES);
    assert_eq!((answer.tiers as usize, answer.rows, answer.limited), (MOST_BOXES, 1, true));
    let params = TreeParams { limit: Some(u32::MAX), ..params };
    let answer = tree(&data, "i5000", Direction::Back, &params).unwrap();
    assert_eq!((answer.nodes.len() + answer.more.len(), answer.limited), (MOST_ASKED, true));
}

#[test]
fn a_gs1_key_is_labelled_with_its_lot_or_serial() {
    assert_eq!(label("https://id.gs1.org/01/09521234543213/10/LOT-7"), "LOT-7");
    assert_eq!(label("PALLET 3"), "PALLET 3");
}
