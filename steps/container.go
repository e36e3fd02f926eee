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
				Name:    "container-only-terminated",
				Pattern: `container {name} of pod {name} was only ever terminated with reason {text}`,
				Doc:     "Every termination of the container that the scenario has seen had this reason, and there was at least one.",
				Example: `Then container "ctr" of pod "memory-hog" was only ever terminated with reason "OOMKilled"`,
				Run:     containerOnlyTerminated,
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
				Name:    "container-never-before",
				Pattern: `container {name} of pod {name} never ran before {kind} {name} existed`,
				Doc:     "The object exists, and no version of the pod from before shows the container running or ended.",
				Example: `Then container "myapp-container" of pod "myapp-pod" never ran before service "mydb" existed`,
				Run:     neverRanBefore,
			},
		},
	}
}
