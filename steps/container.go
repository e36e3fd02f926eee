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
				Name:    "container-waited-before-restart",
				Pattern: `container {name} of pod {name} waited at least {duration} before restart {count}`,
				Doc: "The kubelet's back-off: so long was the container's previous run over when this restart, counted from 1, " +
					"began. By the times of the container's status, which are whole seconds.",
				Example: `Then container "app" of pod "web" waited at least 10s before restart 2`,
				Run:     waitedBeforeRestart,
			},
			{
				Name:    "no-other-pod-restarted",
				Pattern: `no pod but {name} has restarted`,
				Doc: "There are other pods in the scenario's namespaces, or were, and at no time so far had a container of theirs " +
					"restarted.",
				Example: `Then no pod but "liveness-exec" has restarted`,
				Run:     noOtherPodRestarted,
			},
			{
				Name:    "container-terminated",
				Pattern: `container {name} of pod {name} was terminated with reason {text}`,
				Doc:     "The container ended at some time of the scenario, or ends, with this reason (OOMKilled, Error, Completed …).",
				Example: `Then container "ctr" of pod "memory-hog" was terminated with reason "OOMKilled"`,
				Run:     containerTerminated,
			},
			{
				Name:    "pod-called",
				Pattern: `the pod of {pod-owner} {name} is called {name}`,
				Doc: "Waits until the workload has its one pod, and gives it a name for the rest of the scenario: pods of Jobs and " +
					"Deployments have names that nobody knows beforehand. With several pods the step fails.",
				Example: `Then the pod of job "report" is called "worker"`,
				Run:     callPod,
			},
		},
	}
}
