package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// perFile is the number of scenarios per feature.
const perFile = 50

// generate writes features with count scenarios on scheduling, alternating between the sorts.
func generate(dir string, count, nodes int) error {
	features := filepath.Join(dir, "features")
	if err := os.MkdirAll(features, 0o755); err != nil {
		return fmt.Errorf("write the scenarios: %w", err)
	}
	for first := 1; first <= count; first += perFile {
		var b strings.Builder
		fmt.Fprintf(&b, "@simulated-nodes:%d\nFeature: Scheduling from %d on\n", nodes, first)
		for number := first; number < first+perFile && number <= count; number++ {
			all := sorts()
			b.WriteString(all[number%len(all)](number))
		}
		if err := os.WriteFile(filepath.Join(features, fmt.Sprintf("scheduling-%05d.feature", first)), []byte(b.String()), 0o600); err != nil {
			return fmt.Errorf("write the scenarios: %w", err)
		}
	}
	return nil
}

// sorts returns the generators of the sorts of scenarios, which depend on the scenario's number.
func sorts() []func(number int) string {
	return []func(int) string{zone, spread, apart, beside, untolerated, priority}
}

// scenario returns a scenario with a manifest and the checks after it.
func scenario(name string, number int, manifest string, checks ...string) string {
	text := fmt.Sprintf("\n  Scenario: %s, %d\n    When this manifest is applied:\n      \"\"\"\n", name, number)
	for line := range strings.Lines(strings.TrimLeft(manifest, "\n")) {
		text += "      " + line
	}
	text += "      \"\"\"\n"
	for i, check := range checks {
		text += "    " + map[bool]string{true: "Then ", false: "And "}[i == 0] + check + "\n"
	}
	return text
}

const tolerated = `nodeSelector: {gherkind/simulated: "true"}, tolerations: [{key: kwok.x-k8s.io/node, operator: Exists}], containers: [{name: app, image: nginx}]`

func pod(name, rest string) string {
	return fmt.Sprintf("apiVersion: v1\nkind: Pod\nmetadata: {name: %s, labels: {app: %s}}\nspec: {%s%s}\n", name, name, tolerated, rest)
}

func deployment(replicas int, rest string) string {
	return fmt.Sprintf(`apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: %d
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {%s%s}
`, replicas, tolerated, rest)
}

func zone(number int) string {
	in := fmt.Sprintf("zone-%d", number%5+1)
	return scenario("The required zone", number, deployment(3, fmt.Sprintf(`, affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution:
      {nodeSelectorTerms: [{matchExpressions: [{key: topology.kubernetes.io/zone, operator: In, values: [%s]}]}]}}}`, in)),
		`deployment "web" is rolled out`, fmt.Sprintf(`every pod of deployment "web" is on a node labelled "topology.kubernetes.io/zone=%s"`, in))
}

func spread(number int) string {
	return scenario("One replica on a node", number, deployment(5, `, topologySpreadConstraints:
      [{topologyKey: kubernetes.io/hostname, maxSkew: 1, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}]`),
		`deployment "web" is rolled out`, `the pods of deployment "web" are on 5 different nodes`)
}

func near(term, other string) string {
	return fmt.Sprintf(`, affinity: {%s: {requiredDuringSchedulingIgnoredDuringExecution:
      [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: %s}}}]}}`, term, other)
}

func apart(number int) string {
	return scenario("Pods that shun each other", number, pod("red", "")+"---\n"+pod("blue", near("podAntiAffinity", "red")),
		`pod "red" is Running`, `pod "blue" is Running`, `pod "red" is on another node than pod "blue"`)
}

func beside(number int) string {
	return scenario("Pods that seek each other", number, pod("cache", "")+"---\n"+pod("app", near("podAffinity", "cache")),
		`pod "app" is Running`, `pod "app" is on the same node as pod "cache"`)
}

func untolerated(number int) string {
	return scenario("A taint keeps it off", number, strings.Replace(pod("kept-off", ""), "key: kwok.x-k8s.io/node", "key: example.com/other", 1),
		`pod "kept-off" has the event "FailedScheduling" saying "untolerated taint"`, `pod "kept-off" is Pending`)
}

func priority(number int) string {
	class := fmt.Sprintf("gherkind-scale-%d", number)
	return scenario("A priority", number,
		fmt.Sprintf("apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: %s}\nvalue: %d\n---\n", class, 1000+number)+pod("first", ", priorityClassName: "+class),
		`pod "first" is Running`, fmt.Sprintf(`pod "first" has "%d" at "{.spec.priority}"`, 1000+number))
}
