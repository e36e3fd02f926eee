package steps

import (
	"github.com/gherkind/gherkind/steps/step"
)

func containerSteps() step.Group {
	return step.Group{
		Name: "container", Title: "Containers", Doc: "Restarts, terminations and their order; init containers included.",
		Defs: []step.Def{
			{
				Name:    "container-running",
				Pattern: `container {name} of pod {name} is running`,
				Doc: "The container has been started and has not ended. With `for` it proves that the container goes on, " +
					"however slowly the machine started it.",
				Example: `Then container "init-mydb" of pod "myapp-pod" is running for 3s`,
				Run:     containerRunning,
			},
			{
				Name:    "container-restarted",
				Pattern: `container {name} of pod {name} has restarted {count} time(s)`,
				Doc:     "The container's restart count becomes exactly this number.",
				Example: `Then container "app" of pod "web" has restarted 0 times`,
				Run:     containerRestarted,
			},
			{
				Name:    "container-restarted-at-least",
				Pattern: `container {name} of pod {name} has restarted at least {count} time(s)`,
				Doc:     "The container's restart count reaches this number.",
				Example: `Then container "ctr" of pod "memory-hog" has restarted at least 2 times within 90s`,
				Run:     containerRestartedAtLeast,
			},
			{
				Name:    "container-restarted-by-liveness",
				Pattern: `container {name} of pod {name} was restarted by its liveness probe`,
				Doc: "The container restarts, and the kubelet's own events say that it killed it because the liveness probe " +
					"failed. A container that ends by itself does not count.",
				Example: `Then container "liveness" of pod "liveness-exec" was restarted by its liveness probe`,
				Run:     restartedByLiveness,
			},
			{
				Name:    "container-terminated",
				Pattern: `container {name} of pod {name} was terminated with reason {text}`,
				Doc:     "The container ended at some time of the scenario, or ends, with this reason (OOMKilled, Error, Completed …).",
				Example: `Then container "ctr" of pod "memory-hog" was terminated with reason "OOMKilled"`,
				Run:     containerTerminated,
			},
			{
				Name:    "container-started-after-finished",
				Pattern: `container {name} of pod {name} started after container {name} finished`,
				Doc: "By the order in which the cluster reported it, the second container had finished before the first one " +
					"started. When both were reported at once and in the same second, the step fails and says that it cannot tell.",
				Example: `Then container "init-mydb" of pod "myapp-pod" started after container "init-myservice" finished`,
				Run:     startedAfterFinished,
			},
			{
				Name:    "container-started-after-succeeded",
				Pattern: `container {name} of pod {name} started after container {name} succeeded`,
				Doc: "As `started after … finished`, but only an end with exit code 0 counts: runs of the second container that " +
					"failed before do not.",
				Example: `Then container "app" of pod "web" started after container "migrate" succeeded`,
				Run:     startedAfterSucceeded,
			},
			{
				Name:    "container-started-after-started",
				Pattern: `container {name} of pod {name} started after container {name} started`,
				Doc: "By the order in which the cluster reported it, the second container ran before the first one was started. " +
					"When both were reported at once and in the same second, the step fails and says that it cannot tell.",
				Example: `Then container "app" of pod "web" started after container "sidecar" started`,
				Run:     startedAfterStarted,
			},
			{
				Name:    "container-running-when-finished",
				Pattern: `container {name} of pod {name} was still running when container {name} finished`,
				Doc:     "The second container has ended, or ends, and at that time the first one was running.",
				Example: `Then container "sidecar" of pod "web" was still running when container "app" finished`,
				Run:     runningWhenFinished,
			},
			{
				Name:    "container-never-ran",
				Pattern: `container {name} of pod {name} never ran`,
				Doc:     "The pod has this container, and no version of the pod so far shows it running or ended.",
				Example: `Then container "app" of pod "web" never ran`,
				Run:     neverRan,
			},
			{
				Name:    "pod-called",
				Pattern: `the pod of {kind} {name} is called {name}`,
				Doc: "Waits until the workload has its one pod, and gives it a name for the rest of the scenario: pods of Jobs and " +
					"Deployments have names that nobody knows beforehand. With several pods the step fails.",
				Example: `Then the pod of job "report" is called "worker"`,
				Run:     callPod,
			},
			{
				Name:    "container-never-before",
				Pattern: `container {name} of pod {name} never ran before {kind} {name} existed`,
				Doc:     "The object exists, and no version of the pod from before shows the container running or ended.",
				Example: `Then container "myapp-container" of pod "myapp-pod" never ran before service "mydb" existed`,
				Run:     neverRanBefore,
			},
		},
	}
}
