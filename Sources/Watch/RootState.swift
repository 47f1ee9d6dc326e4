package import Platform

/// How the root of the corpus stands.
package enum RootState: Equatable, Sendable {
    /// It is watched. Its identity is to be kept, and told by `KnownFiles` from then on.
    case open(RootIdentity)
    /// It cannot be reached; it is looked for until it can.
    case lost(SystemFailure)
    /// Another, empty folder stands where the root was.
    case held(RootHold)
    /// What is known of it from before cannot be asked, so that nothing can be compared; in the words of who was asked.
    case unknown(String)
}

/// Another folder than the accepted one stands at the root's path, and it is empty, as when a disk is not mounted.
///
/// Nothing that is known is taken for deleted. It ends when a name turns up there, when the accepted root is back, or
/// when somebody accepts the folder as it is.
package struct RootHold: Equatable, Sendable {
    /// The root that is known from before; `nil` when nobody has told.
    package let accepted: RootIdentity?
    package let found: RootIdentity

    package init(accepted: RootIdentity?, found: RootIdentity) {
        self.accepted = accepted
        self.found = found
    }
}

/// Why nothing can be settled at present.
package enum RootTrouble: Error, Equatable, Sendable {
    case lost(SystemFailure)
    case held(RootHold)
    /// What is known from before cannot be asked: the corpus itself may be as it should.
    case unknown(String)

    var state: RootState {
        switch self {
        case .lost(let failure): .lost(failure)
        case .held(let hold): .held(hold)
        case .unknown(let words): .unknown(words)
        }
    }
}
