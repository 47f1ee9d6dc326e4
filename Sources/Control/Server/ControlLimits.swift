/// Everything that clients can make grow, and what happens then.
package struct ControlLimits: Sendable {
    /// The longest call, in bytes; a longer one is answered MessageTooLong and ends its connection. The longest path, 4,096
    /// bytes (PATH_MAX), takes 24 KiB of JSON when each of them is escaped, and a query or a cursor is shorter in practice.
    package var message = 256 << 10

    /// Bytes read ahead while a call of the same connection is being answered. Beyond them the kernel holds the client back.
    package var readAhead = 64 << 10

    /// Connections at once; one more is answered TooManyConnections and closed. Below the usual 1,024 descriptors of a
    /// process together with what the rest of the daemon opens; systemd raises that limit to 524,288 for services that ask.
    package var connections = 1024

    /// Connections at once from one user; so that no user but root can keep the others out.
    package var connectionsPerUser = 512

    /// Reply bytes that wait for a client to read. Beyond them `Reply.next` waits, and no further call of that connection
    /// begins. One reply may be larger: it waits alone.
    package var waitingBytes = 128 << 10

    /// Reply bytes that are kept for all clients together. Beyond them the client that has taken nothing for longest is
    /// disconnected, and so on until it is enough: a whole article can be megabytes, and every connection can wait for one. A
    /// single reply may be larger. A reply counts in full until its last byte is sent.
    package var backlog = 64 << 20

    /// A client that takes none of the bytes waiting for it for so long is disconnected, and so is one that leaves a call half
    /// sent. One that sends no more, or too much, while it is answered is looked at so often: it may be gone.
    package var patience: Duration = .seconds(30)

    /// A connection without a call for so long is closed. A call being answered keeps it open, however long it takes.
    package var idle: Duration = .seconds(600)

    /// How long a server that stops waits for the first call on a connection: who connects calls at once, and would have to
    /// do so again. Well below what a service manager, or a person, finds long for a stop.
    package var firstCall: Duration = .milliseconds(500)

    /// Calls being worked on at once; the others wait for their turn. They are searches: more than a few per core only
    /// makes all of them slow.
    package var working = 8

    /// Replies that wait for slow readers at once, each with a thread of its own; where there are more, the newest is
    /// disconnected at once.
    package var stalled = 56

    package init() {}
}
