import Glibc
import SafeText
import SignerProtocol

/// A request for a signature that came, and who made it.
final class WaitingRequest {
    /// What is asked.
    let message: SignRequestMessage
    /// The requester's process.
    let process: Int32
    /// The way back to the requester.
    let channel: MessageChannel
    /// What came beside the message.
    let passed: PassedDescriptor
    /// Tells whether the requester is still there, from the moment on at which the request came.
    let watch: RequesterWatch

    init(message: SignRequestMessage, process: Int32, channel: MessageChannel, passed: PassedDescriptor) {
        self.message = message
        self.process = process
        self.channel = channel
        self.passed = passed
        watch = RequesterWatch(process: process, channel: channel)
    }

    /// How a person is told who asks.
    var requester: SafeText { "\(message.requester) (pid \(process), you)" }
}

/// A descriptor that somebody passed, closed at this value's end.
final class PassedDescriptor {
    /// The descriptor; nil if none came.
    let number: Int32?

    init(_ number: Int32?) { self.number = number }

    deinit { if let number { close(number) } }
}
