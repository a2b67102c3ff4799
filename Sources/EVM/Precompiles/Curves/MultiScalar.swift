/// Sums of points, each taken a number of times.
enum MultiScalar {
    /// The sum of `points[i]` taken `scalars[i]` times, by Pippenger's buckets.
    ///
    /// - Parameter scalars: as many as points, each in four little-endian limbs.
    static func sum<F: Field>(_ points: [CurvePoint<F>], _ scalars: [[UInt64]]) -> CurvePoint<F> {
        guard points.count > 1 else {
            guard let point = points.first, let scalar = scalars.first else { return .infinity }
            return point.times(scalar)
        }
        let width = width(of: points.count)
        var total = CurvePoint<F>.infinity
        for window in (0..<((255 + width) / width)).reversed() {
            if !total.isInfinity { for _ in 0..<width { total = total.doubled } }
            var buckets = [CurvePoint<F>](repeating: .infinity, count: (1 << width) - 1)
            for (point, scalar) in zip(points, scalars) {
                let digit = digit(of: scalar, at: window * width, width)
                if digit != 0 { buckets[digit - 1] = buckets[digit - 1] + point }
            }
            // The running sum takes each bucket as often as its number says.
            var running = CurvePoint<F>.infinity
            for bucket in buckets.reversed() {
                running = running + bucket
                total = total + running
            }
        }
        return total
    }

    private static func width(of count: Int) -> Int {
        switch count {
        case ..<8: 3
        case ..<32: 4
        case ..<128: 5
        case ..<512: 7
        default: 8
        }
    }

    private static func digit(of scalar: [UInt64], at bit: Int, _ width: Int) -> Int {
        let limb = bit / 64
        let shift = UInt64(bit % 64)
        var value = scalar[limb] >> shift
        if limb < 3, Int(shift) + width > 64 { value |= scalar[limb + 1] << (64 - shift) }
        return Int(value & ((1 << UInt64(width)) - 1))
    }
}
