/// What the review has words for, so that tests can hold it against the contracts.
package enum ReviewTables {
    /// Type strings of all kinds of typed data.
    package static var encodeTypes: [String] { MessageKind.all.map(\.encodeType) }

    /// How many functions are listed, and how many of them were read.
    package static var functionCount: (rows: Int, functions: Int) { KnownFunction.count }
}
