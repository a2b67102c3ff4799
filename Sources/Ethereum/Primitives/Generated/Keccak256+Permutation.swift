// Made by Sources/Ethereum/Primitives/Generated/keccak.py from the round constants and offsets of FIPS 202, section 3.2.
// Unrolled over 25 locals: loops over an array of lanes take seven times as long.

extension Keccak256 {
    /// The permutation Keccak-f[1600] on 25 lanes at `lanes`.
    static func permute(_ lanes: UnsafeMutablePointer<UInt64>) {
        var a0 = lanes[0]
        var a1 = lanes[1]
        var a2 = lanes[2]
        var a3 = lanes[3]
        var a4 = lanes[4]
        var a5 = lanes[5]
        var a6 = lanes[6]
        var a7 = lanes[7]
        var a8 = lanes[8]
        var a9 = lanes[9]
        var a10 = lanes[10]
        var a11 = lanes[11]
        var a12 = lanes[12]
        var a13 = lanes[13]
        var a14 = lanes[14]
        var a15 = lanes[15]
        var a16 = lanes[16]
        var a17 = lanes[17]
        var a18 = lanes[18]
        var a19 = lanes[19]
        var a20 = lanes[20]
        var a21 = lanes[21]
        var a22 = lanes[22]
        var a23 = lanes[23]
        var a24 = lanes[24]
        var round = 0
        while round < 24 {
            let c0_0 = a0 ^ a5 ^ a10 ^ a15 ^ a20
            let c1_0 = a1 ^ a6 ^ a11 ^ a16 ^ a21
            let c2_0 = a2 ^ a7 ^ a12 ^ a17 ^ a22
            let c3_0 = a3 ^ a8 ^ a13 ^ a18 ^ a23
            let c4_0 = a4 ^ a9 ^ a14 ^ a19 ^ a24
            let d0_0 = c4_0 ^ rotate(c1_0, 1)
            let d1_0 = c0_0 ^ rotate(c2_0, 1)
            let d2_0 = c1_0 ^ rotate(c3_0, 1)
            let d3_0 = c2_0 ^ rotate(c4_0, 1)
            let d4_0 = c3_0 ^ rotate(c0_0, 1)
            let t0_0 = a0 ^ d0_0
            let t16_0 = rotate(a5 ^ d0_0, 36)
            let t7_0 = rotate(a10 ^ d0_0, 3)
            let t23_0 = rotate(a15 ^ d0_0, 41)
            let t14_0 = rotate(a20 ^ d0_0, 18)
            let t10_0 = rotate(a1 ^ d1_0, 1)
            let t1_0 = rotate(a6 ^ d1_0, 44)
            let t17_0 = rotate(a11 ^ d1_0, 10)
            let t8_0 = rotate(a16 ^ d1_0, 45)
            let t24_0 = rotate(a21 ^ d1_0, 2)
            let t20_0 = rotate(a2 ^ d2_0, 62)
            let t11_0 = rotate(a7 ^ d2_0, 6)
            let t2_0 = rotate(a12 ^ d2_0, 43)
            let t18_0 = rotate(a17 ^ d2_0, 15)
            let t9_0 = rotate(a22 ^ d2_0, 61)
            let t5_0 = rotate(a3 ^ d3_0, 28)
            let t21_0 = rotate(a8 ^ d3_0, 55)
            let t12_0 = rotate(a13 ^ d3_0, 25)
            let t3_0 = rotate(a18 ^ d3_0, 21)
            let t19_0 = rotate(a23 ^ d3_0, 56)
            let t15_0 = rotate(a4 ^ d4_0, 27)
            let t6_0 = rotate(a9 ^ d4_0, 20)
            let t22_0 = rotate(a14 ^ d4_0, 39)
            let t13_0 = rotate(a19 ^ d4_0, 8)
            let t4_0 = rotate(a24 ^ d4_0, 14)
            let b0 = t0_0 ^ (~t1_0 & t2_0) ^ roundConstant(round)
            let b1 = t1_0 ^ (~t2_0 & t3_0)
            let b2 = t2_0 ^ (~t3_0 & t4_0)
            let b3 = t3_0 ^ (~t4_0 & t0_0)
            let b4 = t4_0 ^ (~t0_0 & t1_0)
            let b5 = t5_0 ^ (~t6_0 & t7_0)
            let b6 = t6_0 ^ (~t7_0 & t8_0)
            let b7 = t7_0 ^ (~t8_0 & t9_0)
            let b8 = t8_0 ^ (~t9_0 & t5_0)
            let b9 = t9_0 ^ (~t5_0 & t6_0)
            let b10 = t10_0 ^ (~t11_0 & t12_0)
            let b11 = t11_0 ^ (~t12_0 & t13_0)
            let b12 = t12_0 ^ (~t13_0 & t14_0)
            let b13 = t13_0 ^ (~t14_0 & t10_0)
            let b14 = t14_0 ^ (~t10_0 & t11_0)
            let b15 = t15_0 ^ (~t16_0 & t17_0)
            let b16 = t16_0 ^ (~t17_0 & t18_0)
            let b17 = t17_0 ^ (~t18_0 & t19_0)
            let b18 = t18_0 ^ (~t19_0 & t15_0)
            let b19 = t19_0 ^ (~t15_0 & t16_0)
            let b20 = t20_0 ^ (~t21_0 & t22_0)
            let b21 = t21_0 ^ (~t22_0 & t23_0)
            let b22 = t22_0 ^ (~t23_0 & t24_0)
            let b23 = t23_0 ^ (~t24_0 & t20_0)
            let b24 = t24_0 ^ (~t20_0 & t21_0)
            let c0_1 = b0 ^ b5 ^ b10 ^ b15 ^ b20
            let c1_1 = b1 ^ b6 ^ b11 ^ b16 ^ b21
            let c2_1 = b2 ^ b7 ^ b12 ^ b17 ^ b22
            let c3_1 = b3 ^ b8 ^ b13 ^ b18 ^ b23
            let c4_1 = b4 ^ b9 ^ b14 ^ b19 ^ b24
            let d0_1 = c4_1 ^ rotate(c1_1, 1)
            let d1_1 = c0_1 ^ rotate(c2_1, 1)
            let d2_1 = c1_1 ^ rotate(c3_1, 1)
            let d3_1 = c2_1 ^ rotate(c4_1, 1)
            let d4_1 = c3_1 ^ rotate(c0_1, 1)
            let t0_1 = b0 ^ d0_1
            let t16_1 = rotate(b5 ^ d0_1, 36)
            let t7_1 = rotate(b10 ^ d0_1, 3)
            let t23_1 = rotate(b15 ^ d0_1, 41)
            let t14_1 = rotate(b20 ^ d0_1, 18)
            let t10_1 = rotate(b1 ^ d1_1, 1)
            let t1_1 = rotate(b6 ^ d1_1, 44)
            let t17_1 = rotate(b11 ^ d1_1, 10)
            let t8_1 = rotate(b16 ^ d1_1, 45)
            let t24_1 = rotate(b21 ^ d1_1, 2)
            let t20_1 = rotate(b2 ^ d2_1, 62)
            let t11_1 = rotate(b7 ^ d2_1, 6)
            let t2_1 = rotate(b12 ^ d2_1, 43)
            let t18_1 = rotate(b17 ^ d2_1, 15)
            let t9_1 = rotate(b22 ^ d2_1, 61)
            let t5_1 = rotate(b3 ^ d3_1, 28)
            let t21_1 = rotate(b8 ^ d3_1, 55)
            let t12_1 = rotate(b13 ^ d3_1, 25)
            let t3_1 = rotate(b18 ^ d3_1, 21)
            let t19_1 = rotate(b23 ^ d3_1, 56)
            let t15_1 = rotate(b4 ^ d4_1, 27)
            let t6_1 = rotate(b9 ^ d4_1, 20)
            let t22_1 = rotate(b14 ^ d4_1, 39)
            let t13_1 = rotate(b19 ^ d4_1, 8)
            let t4_1 = rotate(b24 ^ d4_1, 14)
            a0 = t0_1 ^ (~t1_1 & t2_1) ^ roundConstant(round &+ 1)
            a1 = t1_1 ^ (~t2_1 & t3_1)
            a2 = t2_1 ^ (~t3_1 & t4_1)
            a3 = t3_1 ^ (~t4_1 & t0_1)
            a4 = t4_1 ^ (~t0_1 & t1_1)
            a5 = t5_1 ^ (~t6_1 & t7_1)
            a6 = t6_1 ^ (~t7_1 & t8_1)
            a7 = t7_1 ^ (~t8_1 & t9_1)
            a8 = t8_1 ^ (~t9_1 & t5_1)
            a9 = t9_1 ^ (~t5_1 & t6_1)
            a10 = t10_1 ^ (~t11_1 & t12_1)
            a11 = t11_1 ^ (~t12_1 & t13_1)
            a12 = t12_1 ^ (~t13_1 & t14_1)
            a13 = t13_1 ^ (~t14_1 & t10_1)
            a14 = t14_1 ^ (~t10_1 & t11_1)
            a15 = t15_1 ^ (~t16_1 & t17_1)
            a16 = t16_1 ^ (~t17_1 & t18_1)
            a17 = t17_1 ^ (~t18_1 & t19_1)
            a18 = t18_1 ^ (~t19_1 & t15_1)
            a19 = t19_1 ^ (~t15_1 & t16_1)
            a20 = t20_1 ^ (~t21_1 & t22_1)
            a21 = t21_1 ^ (~t22_1 & t23_1)
            a22 = t22_1 ^ (~t23_1 & t24_1)
            a23 = t23_1 ^ (~t24_1 & t20_1)
            a24 = t24_1 ^ (~t20_1 & t21_1)
            round &+= 2
        }
        lanes[0] = a0
        lanes[1] = a1
        lanes[2] = a2
        lanes[3] = a3
        lanes[4] = a4
        lanes[5] = a5
        lanes[6] = a6
        lanes[7] = a7
        lanes[8] = a8
        lanes[9] = a9
        lanes[10] = a10
        lanes[11] = a11
        lanes[12] = a12
        lanes[13] = a13
        lanes[14] = a14
        lanes[15] = a15
        lanes[16] = a16
        lanes[17] = a17
        lanes[18] = a18
        lanes[19] = a19
        lanes[20] = a20
        lanes[21] = a21
        lanes[22] = a22
        lanes[23] = a23
        lanes[24] = a24
    }

    @inline(__always)
    private static func rotate(_ lane: UInt64, _ bits: UInt64) -> UInt64 {
        lane &<< bits | lane &>> (64 &- bits)
    }

    @inline(__always)
    private static func roundConstant(_ round: Int) -> UInt64 {
        roundConstants[round]
    }

    private static let roundConstants: [24 of UInt64] = [
        0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808a, 0x8000_0000_8000_8000,
        0x0000_0000_0000_808b, 0x0000_0000_8000_0001, 0x8000_0000_8000_8081, 0x8000_0000_0000_8009,
        0x0000_0000_0000_008a, 0x0000_0000_0000_0088, 0x0000_0000_8000_8009, 0x0000_0000_8000_000a,
        0x0000_0000_8000_808b, 0x8000_0000_0000_008b, 0x8000_0000_0000_8089, 0x8000_0000_0000_8003,
        0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800a, 0x8000_0000_8000_000a,
        0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
    ]
}
