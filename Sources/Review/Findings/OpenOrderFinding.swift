import SafeText

/// Orders that name nobody on the other side.
enum OpenOrderFinding {
    static let find: @Sendable (ReviewSubject) -> [Finding] = { subject in
        subject.effects.compactMap { effect -> Finding? in
            guard case .openToAnyone(let role) = effect else { return nil }
            return role == "provider"
                ? Finding(.danger, "order.open", "provider is 0: anyone may take this order")
                : Finding(.danger, "order.open", "the order leaves open: \(role)")
        }
    }
}
