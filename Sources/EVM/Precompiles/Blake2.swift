/// The compression function of BLAKE2b at address 9 (EIP-152; RFC 7693, section 3.2).
enum Blake2 {
    private static let initial: [UInt64] = [
        0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1,
        0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f, 0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179,
    ]

    /// Orders of the message's words, 16 a round.
    private static let orders: [Int] = [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
        11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
        7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
        9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
        2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
        12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
        13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
        6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
        10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
    ]

    /// One a round; an input of another length fails before gas counts.
    static func gas(_ input: [UInt8]) -> UInt64 {
        guard input.count == 213 else { return 0 }
        return input[..<4].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Rounds (4 bytes), state (64), message (128), offset (16) and a flag for the last block; the new state.
    static func compress(_ input: [UInt8]) -> [UInt8]? {
        guard input.count == 213, input[212] <= 1 else { return nil }
        func word(_ offset: Int) -> UInt64 {
            (0..<8).reduce(0) { $0 | UInt64(input[offset + $1]) << UInt64($1 * 8) }
        }
        let state = (0..<8).map { word(4 + $0 * 8) }
        let message = (0..<16).map { word(68 + $0 * 8) }
        var v = state + initial
        v[12] ^= word(196)
        v[13] ^= word(204)
        if input[212] == 1 { v[14] = ~v[14] }
        // Gas buys tens of millions of rounds: no bounds are checked in them.
        v.withUnsafeMutableBufferPointer { v in
            message.withUnsafeBufferPointer { message in
                orders.withUnsafeBufferPointer { orders in
                    for round in 0..<Int(gas(input)) {
                        mix(
                            v, message,
                            UnsafeBufferPointer(rebasing: orders[(round % 10 * 16)..<(round % 10 * 16 + 16)]))
                    }
                }
            }
        }
        return (0..<8).flatMap { index -> [UInt8] in
            let word = state[index] ^ v[index] ^ v[index + 8]
            return (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) }
        }
    }

    /// One round: four columns, then four diagonals.
    private static func mix(
        _ v: UnsafeMutableBufferPointer<UInt64>, _ message: UnsafeBufferPointer<UInt64>,
        _ order: UnsafeBufferPointer<Int>
    ) {
        @inline(__always)
        func turned(_ word: UInt64, _ bits: UInt64) -> UInt64 { word &>> bits | word &<< (64 &- bits) }
        for place in 0..<8 {
            let turn = place < 4 ? 0 : 1
            let a = place & 3
            let b = (a + turn) & 3 | 4
            let c = (a + 2 * turn) & 3 | 8
            let d = (a + 3 * turn) & 3 | 12
            v[a] = v[a] &+ v[b] &+ message[order[2 * place]]
            v[d] = turned(v[d] ^ v[a], 32)
            v[c] = v[c] &+ v[d]
            v[b] = turned(v[b] ^ v[c], 24)
            v[a] = v[a] &+ v[b] &+ message[order[2 * place + 1]]
            v[d] = turned(v[d] ^ v[a], 16)
            v[c] = v[c] &+ v[d]
            v[b] = turned(v[b] ^ v[c], 63)
        }
    }
}
