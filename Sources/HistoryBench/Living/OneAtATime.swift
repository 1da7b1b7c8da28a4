import Synchronization

/// Runs a task and all its children one job after the other, in the order in which they became ready, so that the same
/// history always runs the same way.
final class OneAtATime: TaskExecutor {
    private struct Queue {
        var jobs: [UnownedJob] = []
        var next = 0
        var isDraining = false
    }

    private let queue = Mutex(Queue())

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let starts = queue.withLock { queue in
            queue.jobs.append(job)
            defer { queue.isDraining = true }
            return !queue.isDraining
        }
        if starts { Task.detached { self.drain() } }
    }

    private func drain() {
        while let job = next() { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    private func next() -> UnownedJob? {
        queue.withLock { queue in
            guard queue.next < queue.jobs.count else {
                queue = Queue()
                return nil
            }
            queue.next += 1
            return queue.jobs[queue.next - 1]
        }
    }
}
