//go:build linux

package cli

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/explain"
)

// knownVerdicts are the verdicts of the scenarios of enduranceFeature: a code, or "" for those that pass.
var knownVerdicts = map[string]string{
	"a pod is ready":                "",
	"a deployment is rolled out":    "",
	"a value stays":                 "",
	"a command answers":             "",
	"a service has its endpoints":   "",
	"a pod stays ready":             "",
	"a job is complete":             "",
	"a node is changed":             "",
	"too little memory":             explain.PodOOMKilled,
	"an image that is nowhere":      explain.PodImagePull,
	"a selector of other pods":      explain.ServiceNoEndpoints,
	"a value that is another":       "FAILED",
	"a container that ends":         explain.PodContainerExited,
	"a node that there is not":      explain.PodUnschedulable,
	"an object that does not exist": explain.ObjectMissing,
}

const enduranceFeature = `Feature: gherkind-endurance
  Scenario: a pod is ready
    Given this manifest is applied:
      """
      POD web
      """
    Then pod "web" is ready

  Scenario: a deployment is rolled out
    Given this manifest is applied:
      """
      DEPLOYMENT 3
      """
    Then deployment "web" is rolled out
    And deployment "web" has 3 ready replicas

  Scenario: a value stays
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {level: low}
      """
    Then configmap "settings" has "low" at "{.data.level}" for 5s

  Scenario: a command answers
    Given this manifest is applied:
      """
      POD web
      """
    Then running "echo heard" in pod "web" prints exactly "heard"

  Scenario: a service has its endpoints
    Given this manifest is applied:
      """
      DEPLOYMENT 2
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {selector: {app: web}, ports: [{port: 80}]}
      """
    Then service "web" has 2 ready endpoints
    And service "web" has 2 ready endpoints for 3s

  Scenario: a pod stays ready
    Given throughout, no pod restarts
    And this manifest is applied:
      """
      POD web
      """
    Then pod "web" is ready
    And pod "web" is ready for 5s

  Scenario: a job is complete
    Given this manifest is applied:
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: report}
      spec:
        template:
          spec:
            restartPolicy: Never
            containers: [{name: app, image: busybox, command: [sh, -c, "sleep 2"]}]
      """
    Then job "report" is complete

  @node:gherkind-endurance-worker2
  Scenario: a node is changed
    Given this manifest is applied:
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: gherkind-endurance, finalizers: [gherkind.invalid/held]}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: held, finalizers: [gherkind.invalid/held]}
      """
    And node "gherkind-endurance-worker2" is labelled "gherkind-endurance=yes"
    And node "gherkind-endurance-worker2" is tainted "gherkind-endurance=yes:PreferNoSchedule"
    Then node "gherkind-endurance-worker2" has the taint "gherkind-endurance=yes:PreferNoSchedule" for 3s

  Scenario: too little memory
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: greedy}
      spec:
        restartPolicy: Never
        terminationGracePeriodSeconds: 1
        containers:
          - name: hog
            image: stress
            command: [stress, --vm, "1", --vm-bytes, 100M, --vm-hang, "60"]
            resources: {requests: {memory: 8Mi}, limits: {memory: 24Mi}}
      """
    Then pod "greedy" is Completed

  Scenario: an image that is nowhere
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: absent}
      spec:
        containers: [{name: web, image: "registry.invalid/web:1", imagePullPolicy: Never}]
      """
    Then pod "absent" is ready within 15s

  Scenario: a selector of other pods
    Given this manifest is applied:
      """
      DEPLOYMENT 1
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {selector: {app: wbe}, ports: [{port: 80}]}
      """
    Then deployment "web" is rolled out
    And service "web" has 1 ready endpoint within 5s

  Scenario: a value that is another
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {level: low}
      """
    Then configmap "settings" has "high" at "{.data.level}" within 5s

  Scenario: a container that ends
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: once}
      spec:
        restartPolicy: Never
        containers: [{name: app, image: busybox, command: [sh, -c, "echo no config; exit 4"]}]
      """
    Then pod "once" is Completed

  Scenario: a node that there is not
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: picky}
      spec:
        nodeSelector: {gherkind-endurance: nowhere}
        containers: [{name: app, image: busybox, command: [sleep, "600"]}]
      """
    Then pod "picky" is ready within 5s

  Scenario: an object that does not exist
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: here}
      """
    Then configmap "gone" exists within 5s

  @next
  Scenario: the next run
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: here}
      """
    Then configmap "here" exists
`

// endures is the text of the feature, with the images under the names that imageOf gives them.
func endures(imageOf func(string) string) string {
	lines := strings.Split(enduranceFeature, "\n")
	for i, line := range lines {
		indent, replicas, found := strings.Cut(line, "DEPLOYMENT ")
		if found {
			lines[i] = indented(indent, fmt.Sprintf(`apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: %s
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {terminationGracePeriodSeconds: 1, containers: [{name: app, image: busybox, command: [sleep, "600"]}]}`, replicas))
		}
		if indent, name, found := strings.Cut(line, "POD "); found {
			lines[i] = indented(indent, fmt.Sprintf(`apiVersion: v1
kind: Pod
metadata: {name: %s}
spec: {terminationGracePeriodSeconds: 1, containers: [{name: app, image: busybox, command: [sleep, "600"]}]}`, name))
		}
	}
	return strings.NewReplacer("image: busybox", "image: "+imageOf("busybox"), "image: stress", "image: "+imageOf("stress")).Replace(strings.Join(lines, "\n"))
}

func indented(indent, text string) string {
	return indent + strings.ReplaceAll(text, "\n", "\n"+indent)
}
