/// A frame that the probe ended with a marker, and what it cost.
struct MarkedFrame {
    /// `age` where only an age can have changed.
    let kind: String
    /// Number of the screen, and whether its detail was opened.
    let view: String
    /// Seconds since the network's head.
    let second: Int
    /// Bytes that reached the terminal for it.
    let bytes: Int

    /// All frames in what a terminal received.
    static func all(in output: [UInt8]) -> [MarkedFrame] {
        let opening = Array("\u{1B}]777;".utf8)
        var frames: [MarkedFrame] = []
        var start = 0
        var place = 0
        while place + opening.count < output.count {
            guard output[place..<(place + opening.count)].elementsEqual(opening),
                let end = output[place...].firstIndex(of: 7)
            else {
                place += 1
                continue
            }
            let parts = String(decoding: output[(place + opening.count)..<end], as: UTF8.self).split(
                separator: ";")
            if parts.count == 4, let second = Int(parts[3]) {
                frames.append(
                    MarkedFrame(
                        kind: String(parts[0]), view: "\(parts[1])/\(parts[2])", second: second,
                        bytes: place - start))
            }
            start = end + 1
            place = start
        }
        return frames
    }
}
