//! Where the hair ends on the forehead.

use super::canvas::Point;
use super::frame::{Frame, MIDDLE};
use super::hair::Measures;
use crate::paint::looks::{Fringe, HairLength, Looks};

/// Half the width of the face where the hair ends beside it.
fn temple(frame: &Frame) -> f32 {
    frame.half - 4.0
}

/// The line from low on the right over the forehead to low on the left, in pieces that meet in corners.
pub fn hairline(looks: &Looks, frame: &Frame, m: &Measures) -> Vec<Vec<Point>> {
    let side = temple(frame);
    let right = (MIDDLE + side, m.side_y - 3.0);
    let left = (MIDDLE - side, m.side_y - 3.0);
    // A thing of the years, in some.
    let high =
        if looks.hair.length == HairLength::Buzz { 24.0 } else { 27.0 } - 7.0 * frame.oldness + 4.0 * frame.youth;
    let fringe = if looks.hair.length == HairLength::Buzz { Fringe::Back } else { looks.hair.fringe };
    match fringe {
        Fringe::Back => vec![vec![
            right,
            (MIDDLE + side - 3.0, frame.eye_y - 26.0),
            (MIDDLE + side * 0.72, frame.top + high + 10.0),
            (MIDDLE + side * 0.34, frame.top + high - 1.0),
            (MIDDLE, frame.top + high + 1.0),
            (MIDDLE - side * 0.34, frame.top + high - 1.0),
            (MIDDLE - side * 0.72, frame.top + high + 10.0),
            (MIDDLE - side + 3.0, frame.eye_y - 26.0),
            left,
        ]],
        Fringe::Full => full(frame, m, right, left),
        Fringe::Swept => {
            let to = sweep(m);
            let pieces = vec![
                vec![
                    (MIDDLE + to * side, m.side_y - 3.0),
                    (MIDDLE + to * (side - 2.0), frame.eye_y - 22.0),
                    (MIDDLE + to * side * 0.80, frame.top + 42.0),
                    (MIDDLE + to * side * 0.42, frame.top + 21.0),
                ],
                vec![
                    (MIDDLE + to * side * 0.42, frame.top + 21.0),
                    (MIDDLE + to * side * 0.10, frame.top + 46.0),
                    (MIDDLE - to * side * 0.42, frame.eye_y - 35.0),
                    (MIDDLE - to * side * 0.86, frame.eye_y - 22.0),
                    (MIDDLE - to * (side + 1.0), frame.eye_y - 12.0),
                ],
                vec![(MIDDLE - to * (side - 1.0), frame.eye_y - 14.0), (MIDDLE - to * side, m.side_y - 3.0)],
            ];
            if to > 0.0 { pieces } else { backwards(pieces) }
        }
        Fringe::Parted => {
            let tip = (MIDDLE, frame.top + 20.0);
            let half = |to: f32| {
                vec![
                    (MIDDLE + to * side, m.side_y - 3.0),
                    (MIDDLE + to * side, frame.eye_y - 12.0),
                    (MIDDLE + to * side * 0.90, frame.eye_y - 33.0),
                    (MIDDLE + to * side * 0.62, frame.top + 41.0),
                    (MIDDLE + to * side * 0.28, frame.top + 27.0),
                    tip,
                ]
            };
            let mut second = half(-1.0);
            second.reverse();
            vec![half(1.0), second]
        }
        Fringe::Tousled => tousled(frame, m, right, left),
    }
}

/// Which side a fringe is brushed away from: 1 parts it on the right.
fn sweep(m: &Measures) -> f32 {
    if m.dice.chance("sweep", 0.5) { 1.0 } else { -1.0 }
}

fn backwards(mut pieces: Vec<Vec<Point>>) -> Vec<Vec<Point>> {
    pieces.reverse();
    for piece in &mut pieces {
        piece.reverse();
    }
    pieces
}

/// Cut above the eyes, in wisps.
fn full(frame: &Frame, m: &Measures, right: Point, left: Point) -> Vec<Vec<Point>> {
    let side = temple(frame);
    let level = frame.eye_y - 25.0;
    let mut pieces = vec![vec![right, (MIDDLE + side - 1.0, frame.eye_y - 10.0), (MIDDLE + side - 6.0, level + 2.0)]];
    let shares = [0.90_f32, 0.55, 0.18, -0.20, -0.56, -0.90];
    for (index, pair) in shares.windows(2).enumerate() {
        let ragged = m.dice.between(&format!("wisp{index}"), 2.0, 5.0);
        let at = |share: f32| (MIDDLE + side * share, level + 3.0 * share * share);
        let (from, to) = (at(pair[0]), at(pair[1]));
        let middle = (f32::midpoint(from.0, to.0) + 2.0, f32::midpoint(from.1, to.1) + 1.5);
        pieces.push(vec![(from.0 - 1.5, from.1 - ragged), middle, to]);
    }
    pieces.push(vec![(MIDDLE - side + 6.0, level + 1.0), (MIDDLE - side + 1.0, frame.eye_y - 10.0), left]);
    pieces
}

/// Points that fall this way and that.
fn tousled(frame: &Frame, m: &Measures, right: Point, left: Point) -> Vec<Vec<Point>> {
    let side = temple(frame);
    let mut pieces =
        vec![vec![right, (MIDDLE + side - 2.0, frame.eye_y - 20.0), (MIDDLE + side - 7.0, frame.top + 52.0)]];
    let to = sweep(m);
    let count = 5_u8;
    let mut tips = Vec::new();
    for index in 0..count {
        let dice = m.dice.named(&format!("tip{index}"));
        let share = 0.72 - 1.44 * (f32::from(index) + 0.5) / f32::from(count);
        let deep = frame.eye_y - 32.0 - dice.between("deep", 0.0, 12.0);
        tips.push((
            (MIDDLE + side * share - to * 7.0, deep),
            (MIDDLE + side * (share - 0.14), deep - dice.between("up", 11.0, 17.0)),
        ));
    }
    let mut from = (MIDDLE + side - 7.0, frame.top + 52.0);
    for (tip, valley) in tips {
        pieces.push(vec![from, (f32::midpoint(from.0, tip.0) + 2.0, f32::midpoint(from.1, tip.1) + 3.0), tip]);
        pieces.push(vec![tip, (f32::midpoint(tip.0, valley.0) + 2.0, f32::midpoint(tip.1, valley.1) - 1.0), valley]);
        from = valley;
    }
    pieces.push(vec![from, (MIDDLE - side + 7.0, frame.top + 50.0)]);
    pieces.push(vec![(MIDDLE - side + 7.0, frame.top + 50.0), (MIDDLE - side + 2.0, frame.eye_y - 20.0), left]);
    pieces
}

/// Lines along which the hair lies.
pub fn strands(looks: &Looks, frame: &Frame, m: &Measures) -> Vec<Vec<Point>> {
    let side = temple(frame);
    let from_parting = |x: f32, ends: &[(f32, f32)]| {
        let start = (x, m.crown + 5.0);
        let strand = |&(share, y): &(f32, f32)| {
            let end = (MIDDLE + side * share, y);
            vec![
                start,
                (f32::midpoint(start.0, end.0) + (end.0 - start.0) * 0.22, start.1 + (end.1 - start.1) * 0.36),
                end,
            ]
        };
        ends.iter().map(strand).collect::<Vec<_>>()
    };
    let low = frame.eye_y - 18.0;
    match looks.hair.fringe {
        Fringe::Back => from_parting(MIDDLE, &[(-0.66, low - 30.0), (0.66, low - 30.0), (-0.95, low), (0.95, low)]),
        Fringe::Full => {
            from_parting(MIDDLE, &[(-0.56, low - 4.0), (-0.2, low - 6.0), (0.2, low - 6.0), (0.56, low - 4.0)])
        }
        Fringe::Swept => {
            let to = sweep(m);
            from_parting(
                MIDDLE + to * side * 0.42,
                &[(-to * 0.30, low - 18.0), (-to * 0.70, low - 6.0), (-to * 0.98, low - 12.0), (to * 0.95, low - 6.0)],
            )
        }
        Fringe::Parted => {
            from_parting(MIDDLE, &[(-0.70, low - 14.0), (-0.98, low - 2.0), (0.70, low - 14.0), (0.98, low - 2.0)])
        }
        Fringe::Tousled => {
            from_parting(MIDDLE + 8.0, &[(-0.64, low - 22.0), (-0.2, low - 20.0), (0.3, low - 22.0), (0.7, low - 26.0)])
        }
    }
}
