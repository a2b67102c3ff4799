import Cells
import Console
import Dashboard
import Ethereum
import Glibc
import NodeClient
import Profile
import Review
import SafeText
import SignerProtocol
import Terminal

/// The dashboard on a terminal: the one loop that reads keys, takes in news, draws, and carries out effects.
final class Application {
    private var state: AppState
    private let session: NetworkSession
    private let driver: TerminalDriver
    private let wake: [Int32]
    private var grid: CellGrid
    private var isDone = false
    private let standstill: UInt64?
    private let lifeline: Int32?

    /// - Parameters:
    ///   - standstill: Unix time that is shown as now; nil for the clock's.
    ///   - lifeline: its end is also that of a signer that is started.
    init(
        state: AppState, session: NetworkSession, driver: TerminalDriver, standstill: UInt64? = nil,
        lifeline: Int32? = nil
    ) {
        self.standstill = standstill
        self.lifeline = lifeline
        self.state = state
        self.session = session
        self.driver = driver
        wake = [session.wakeDescriptor]
        grid = CellGrid(columns: driver.size.columns, rows: driver.size.rows)
    }

    /// Runs until a person leaves or the terminal is gone.
    func run() throws(Failure) {
        take(.resize(columns: driver.size.columns, rows: driver.size.rows))
        take(.tick(now: now))
        try draw()
        take(.kept(SignedFolder.files()))
        while !isDone {
            switch driver.nextEvent(timeoutMilliseconds: Self.untilNextSecond, wake: wake) {
            case .key(let key): take(.key(name: key.name, character: key.character))
            case .paste(let text): take(.paste(text))
            case .resize(let columns, let rows): take(.resize(columns: columns, rows: rows))
            case .hangup: return
            case .wake: for event in session.take() { take(event) }
            case nil: break
            }
            take(.tick(now: now))
            if !isDone { try draw() }
        }
    }

    private func take(_ event: Event) {
        for effect in update(&state, event) { carryOut(effect) }
    }

    private func draw() throws(Failure) {
        let size = driver.size
        if grid.columns != size.columns || grid.rows != size.rows {
            grid = CellGrid(columns: size.columns, rows: size.rows)
        }
        render(state, into: &grid)
        do { try driver.present(grid) } catch {
            throw Failure(error.code, error.message, hint: error.hint, exitCode: 1)
        }
    }

    private var now: UInt64 { standstill ?? UInt64(max(time(nil), 0)) }

    /// Milliseconds to the next full second, so that ages change when the clock does.
    private static var untilNextSecond: Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return 1_000 - Int(time.tv_nsec) / 1_000_000
    }

    // MARK: Effects

    private func carryOut(_ effect: Effect) {
        switch effect {
        case .quit: isDone = true
        case .suspend: driver.stop()
        case .repaint: driver.invalidate()
        case .refresh: session.send(.refresh)
        case .prepare(let id, let intent): session.send(.prepare(id: id, intent))
        case .inquire(let id, let parties): session.send(.inquire(id: id, parties))
        case .simulate(let id, let document): session.send(.simulate(id: id, document: document))
        case .broadcast(let id, let raw, let hash): session.send(.broadcast(id: id, raw: raw, hash: hash))
        case .sign(let id, let document, let claims): sign(id, document, claims)
        case .copy(let value): driver.copy(value.text)
        case .save(let id, let name, let content): take(.saved(id: id, save(name, content)))
        case .read(let path):
            do throws(Failure) { take(.document(.success(try FileBytes.read(path)))) } catch {
                take(.document(.failure(error.problem)))
            }
        }
    }

    /// Leaves the terminal to the signer, which borrows it, and reads nothing until it answers.
    private func sign(_ id: Int, _ document: [UInt8], _ claims: [(label: SafeText, text: SafeText)]) {
        guard let account = state.account else { return }
        let request = SigningRequest(
            document: document, account: account, expectedChainID: state.profile.chainID,
            claims: claims.map { SigningRequest.Claim(label: $0.label, text: $0.text) })
        driver.suspend()
        var answer: Result<SignerReply.SignedDocument, Event.Problem>
        do throws(Failure) {
            let connection = try Signer.connect(lifeline: lifeline)
            let reply: SignerReply
            do throws(SignerError) {
                // A screen that shows nothing is no place to wait: the person may try again.
                reply = try connection.request(
                    SignRequestMessage(
                        request: request, requester: "coai dashboard", terminal: Signer.terminal),
                    waits: false)
            } catch { throw Failure(error) }
            switch reply {
            case .signed(let signed): answer = .success(signed)
            case .refused(let refusal): throw Failure(refusal)
            case .review, .waiting:
                throw Failure("signer.malformed", "the signer gave no answer", exitCode: 1)
            }
        } catch { answer = .failure(error.problem) }
        driver.resume()
        driver.flushInput()
        driver.invalidate()
        take(.resize(columns: driver.size.columns, rows: driver.size.rows))
        take(.signed(id: id, answer))
    }

    /// Keeps a signed document where the person's other data of coai is.
    private func save(_ name: String, _ content: [UInt8]) -> Result<SafeText, Event.Problem> {
        do throws(Failure) {
            let folder = try Paths.signedDocuments()
            let path = folder + "/" + name
            try FileBytes.write(content, to: path, replacing: true)
            return .success(SafeText(cleaning: path))
        } catch { return .failure(error.problem) }
    }
}

extension Failure {
    /// The failure as the dashboard shows it.
    var problem: Event.Problem { Event.Problem(code: code, message: message, hint: hint) }
}
