package explain

import (
	"strings"
	"testing"
)

// otherKinds are objects of kinds other than pods and workloads, the objects around them, and the expected findings; without a
// code, none are expected.
var otherKinds = map[string]struct {
	subject        Subject
	objects        string
	listed         []string
	network        []string
	code, sentence string
}{
	"cronjob suspended": {Subject{"CronJob", "demo", "report"}, cron("suspend: true", ""), nil, nil,
		WorkloadStuck, `cronjob "report" makes no jobs: it is suspended`},
	"cronjob well":      {Subject{"CronJob", "demo", "report"}, cron("suspend: false", ""), nil, nil, "", ""},
	"cronjob time zone": {Subject{"CronJob", "demo", "report"}, cron("timeZone: Mars", "UnknownTimeZone"), nil, nil, WorkloadStuck, "makes no jobs"},
	"cronjob missed":    {Subject{"CronJob", "demo", "report"}, cron("suspend: false", "MissSchedule"), nil, nil, WorkloadStuck, "missed its time"},
	"cronjob made one since": {Subject{"CronJob", "demo", "report"}, cron("suspend: false", "MissSchedule", "SuccessfulCreate"), nil, nil,
		"", ""},
	"cronjob last job failed": {Subject{"CronJob", "demo", "report"}, cron("suspend: false", "") + cronJobs, nil, nil, PodContainerExited, "exit 4"},
	"autoscaler target": {Subject{"HorizontalPodAutoscaler", "demo", "web"},
		scaler("AbleToScale", "False", "FailedGetScale", `the HPA controller was unable to get the target's current scale: deployments.apps "wbe" not found`),
		nil, nil, AutoscalerStuck, `FailedGetScale: the HPA controller was unable to get the target's current scale: deployments.apps "wbe" not found`},
	"autoscaler metrics": {Subject{"HorizontalPodAutoscaler", "demo", "web"},
		scaler("ScalingActive", "False", "FailedGetResourceMetric", "the server could not find the requested resource"), nil, nil, AutoscalerStuck, "FailedGetResourceMetric"},
	"autoscaler well": {Subject{"HorizontalPodAutoscaler", "demo", "web"}, scaler("ScalingActive", "True", "ValidMetricFound", ""), nil, nil, "", ""},
	"budget full":     {Subject{"PodDisruptionBudget", "demo", "web"}, budgetOf(2, 2, 2, 0), nil, nil, DisruptionBlocked, "all of its 2 healthy pods"},
	"budget short":    {Subject{"PodDisruptionBudget", "demo", "web"}, budgetOf(2, 1, 2, 0), nil, nil, DisruptionBlocked, "1 of 2 pods healthy, and it wants 2"},
	"budget of nobody": {Subject{"PodDisruptionBudget", "demo", "web"}, budgetOf(0, 0, 1, 0), nil, nil,
		DisruptionBlocked, "selects no pods: the namespace has none"},
	"budget well": {Subject{"PodDisruptionBudget", "demo", "web"}, budgetOf(3, 3, 2, 1), nil, nil, "", ""},
	"ingress without class": {Subject{"Ingress", "demo", "web"}, ingressOf("", ""), []string{"IngressClass"}, nil,
		IngressUnserved, "names no class, and there is no default one: the cluster has no ingress class"},
	"ingress of no class": {Subject{"Ingress", "demo", "web"}, ingressOf("ingressClassName: nginx, ", "") + class("traefik", "false"), []string{"IngressClass"}, nil,
		IngressUnserved, `names class "nginx", which does not exist: the cluster has "traefik"`},
	"ingress by default": {Subject{"Ingress", "demo", "web"}, ingressOf("", "") + class("traefik", "true"), []string{"IngressClass"}, nil,
		IngressUnserved, "has no address"},
	"ingress without service": {Subject{"Ingress", "demo", "web"}, ingressOf("", "{ip: 10.0.0.1}"), []string{"Service"}, nil,
		IngressUnserved, `sends shop.example/ to service "web", which does not exist`},
	"ingress with a service": {Subject{"Ingress", "demo", "web"}, ingressOf("", "{ip: 10.0.0.1}") + "---" + service, []string{"Service"}, nil,
		ServiceNoEndpoints, "selects nothing"},
	"ingress unknown": {Subject{"Ingress", "demo", "web"}, ingressOf("", "{ip: 10.0.0.1}"), nil, nil, "", ""},
	"policy not enforced": {Subject{"NetworkPolicy", "demo", "shut"}, policyOf + states("Loop"), nil, []string{"kube-system/kindnet gherkind.local/kindnet:stand-in", "kube-system/kube-proxy x"},
		PolicyNoEffect, `has no effect: this cluster's network (kube-system/kindnet gherkind.local/kindnet:stand-in) enforces no NetworkPolicies`},
	"policy of nobody":    {Subject{"NetworkPolicy", "demo", "shut"}, policyOf + states("Loop"), nil, nil, PolicyNoEffect, "selects no pods: none has app=web"},
	"policy well":         {Subject{"NetworkPolicy", "demo", "shut"}, policyOf + "---" + webPod("", "running: {}"), nil, []string{"kube-system/calico-node calico/node:v3"}, "", ""},
	"config with the key": {Subject{"ConfigMap", "demo", "half"}, configOf("colour"), nil, nil, "", ""},
	"config lacks a key":  {Subject{"ConfigMap", "demo", "half"}, configOf("size"), nil, nil, PodConfigError, `configmap "half" lacks the key "size" that pod "app" needs`},
	"config nobody uses":  {Subject{"ConfigMap", "demo", "half"}, strings.Split(configOf("size"), "---")[0], nil, nil, "", ""},
	"custom not ready": {Subject{"Certificate", "demo", "shop"}, customOf("False", 1), nil, nil,
		ConditionFalse, `certificate "shop": its condition Ready is False: DoesNotExist: issuer "ca" not found`},
	"custom behind":            {Subject{"Certificate", "demo", "shop"}, customOf("True", 2), nil, nil, ConditionFalse, "its controller has seen generation 1, the spec is at 2"},
	"custom behind, in a text": {Subject{"Certificate", "demo", "shop"}, strings.ReplaceAll(customOf("True", 2), "observedGeneration: 1", "observedGeneration: '1'"), nil, nil, ConditionFalse, "its controller has seen generation 1, the spec is at 2"},
	"custom well":              {Subject{"Certificate", "demo", "shop"}, customOf("True", 1), nil, nil, "", ""},
}

func TestOtherKinds(t *testing.T) {
	for name, c := range otherKinds {
		facts := moment{objects: c.objects}.facts(t)
		facts.Listed, facts.Network = c.listed, c.network
		found := Why(facts, c.subject)
		switch {
		case c.code == "" && len(found) > 0:
			t.Errorf("%s: %+v", name, found)
		case c.code != "" && (len(found) == 0 || found[0].Code != c.code || !strings.Contains(found[0].Sentence, c.sentence) || found[0].Hint == ""):
			t.Errorf("%s: %+v", name, found)
		}
		if !Knows(facts, c.subject) {
			t.Errorf("%s: explain must know it", name)
		}
	}
}

// TestWhatExplainDoesNotKnow: for such an object, an empty result does not mean that nothing is wrong.
func TestWhatExplainDoesNotKnow(t *testing.T) {
	facts := moment{objects: "{apiVersion: example.com/v1, kind: Widget, metadata: {name: a, namespace: demo}, status: {conditions: [{type: Painted, status: 'False'}]}}"}.facts(t)
	if Knows(facts, Subject{"Widget", "demo", "a"}) || len(Why(facts, Subject{"Widget", "demo", "a"})) > 0 {
		t.Error("there is no rule for it")
	}
}

// TestTheSameKindsAreUnwellInAScenario: `the reason is` covers the same kinds as explain.
func TestTheSameKindsAreUnwellInAScenario(t *testing.T) {
	for _, name := range []string{"cronjob suspended", "autoscaler target", "budget full", "custom not ready", "policy not enforced"} {
		c := otherKinds[name]
		facts := moment{objects: c.objects}.facts(t)
		facts.Network = c.network
		found := false
		for _, u := range AllUnwell(facts, []string{"demo"}) {
			found = found || u.Subject == c.subject && u.Findings[0].Code == c.code
		}
		if !found {
			t.Errorf("%s: not in the result of AllUnwell", name)
		}
	}
}

func TestWhichNetworksEnforce(t *testing.T) {
	for set, none := range map[string]bool{
		"kube-system/kindnet gherkind.local/kindnet:stand-in":               true,
		"kube-system/kindnet docker.io/kindest/kindnetd:v20230511-dc714da8": true,
		"kube-system/kindnet docker.io/kindest/kindnetd:v20250512-df8de77b": false,
		"kube-flannel/kube-flannel-ds ghcr.io/flannel-io/flannel:v0.26":     true,
		"kube-system/calico-node docker.io/calico/node:v3.30":               false,
		"kube-system/something example.com/network:v1":                      false,
	} {
		if got := EnforcesNone([]string{"kube-system/kube-proxy registry.k8s.io/kube-proxy:v1", set}) != ""; got != none {
			t.Errorf("%s: %v", set, got)
		}
	}
	if EnforcesNone([]string{"kube-flannel/flannel x", "kube-system/calico-node y"}) != "" {
		t.Error("Calico enforces policies beside Flannel")
	}
}

func cron(spec string, events ...string) string {
	text := strings.Replace(`
apiVersion: batch/v1
kind: CronJob
metadata: {name: report, namespace: demo, uid: c}
spec: {schedule: "0 4 * * *", SPEC}
`, "SPEC", spec, 1)
	for i, reason := range events {
		if reason != "" {
			text += strings.NewReplacer("VERSION", string(rune('1'+i)), "REASON", reason).Replace(`---
apiVersion: v1
kind: Event
metadata: {name: eVERSION, namespace: demo, resourceVersion: "VERSION"}
involvedObject: {kind: CronJob, name: report, namespace: demo, uid: c}
reason: REASON
message: something about the schedule
lastTimestamp: "2026-11-28T12:00:01Z"
`)
		}
	}
	return text
}

const cronJobs = `---
apiVersion: batch/v1
kind: Job
metadata: {name: report-1, namespace: demo, uid: j, creationTimestamp: "2026-11-28T12:00:00Z", ownerReferences: [{kind: CronJob, name: report, uid: c, controller: true}]}
status: {failed: 1, conditions: [{type: Failed, status: "True", reason: BackoffLimitExceeded}]}
---
apiVersion: v1
kind: Pod
metadata: {name: report-1-a, namespace: demo, uid: p, ownerReferences: [{kind: Job, name: report-1, uid: j, controller: true}]}
spec: {nodeName: worker, restartPolicy: Never, containers: [{name: main, image: busybox}]}
status: {phase: Failed, containerStatuses: [{name: main, restartCount: 0, containerID: x, state: {terminated: {exitCode: 4, reason: Error, finishedAt: "2026-11-28T12:00:05Z"}}}]}
`

func scaler(kind, status, reason, message string) string {
	return `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: demo, uid: h}
spec: {scaleTargetRef: {kind: Deployment, name: wbe, apiVersion: apps/v1}}
status: {conditions: [{type: ` + kind + `, status: "` + status + `", reason: ` + reason + `, message: '` + strings.ReplaceAll(message, "'", "''") + `'}]}
`
}

func budgetOf(expected, healthy, desired, allowed int) string {
	number := func(n int) string { return string(rune('0' + n)) }
	return strings.NewReplacer("EXPECTED", number(expected), "HEALTHY", number(healthy), "DESIRED", number(desired), "ALLOWED", number(allowed)).Replace(`
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web, namespace: demo, uid: b, generation: 1}
spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}
status: {observedGeneration: 1, expectedPods: EXPECTED, currentHealthy: HEALTHY, desiredHealthy: DESIRED, disruptionsAllowed: ALLOWED}
`)
}

func ingressOf(class, address string) string {
	return strings.NewReplacer("CLASS", class, "ADDRESS", address).Replace(`
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: demo, uid: i}
spec: {CLASSrules: [{host: shop.example, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}
status: {loadBalancer: {ingress: [ADDRESS]}}
`)
}

func class(name, isDefault string) string {
	return strings.NewReplacer("NAME", name, "DEFAULT", isDefault).Replace(`---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: NAME, annotations: {ingressclass.kubernetes.io/is-default-class: "DEFAULT"}}
spec: {controller: example.com/NAME}
`)
}

const policyOf = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: shut, namespace: demo, uid: np}
spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress]}
`

func configOf(key string) string {
	return strings.Replace(`
apiVersion: v1
kind: ConfigMap
metadata: {name: half, namespace: demo, uid: m}
data: {colour: green}
---
apiVersion: v1
kind: Pod
metadata: {name: app, namespace: demo, uid: p}
spec: {nodeName: worker, containers: [{name: main, image: nginx, env: [{name: X, valueFrom: {configMapKeyRef: {name: half, key: KEY}}}, {name: YY, valueFrom: {configMapKeyRef: {name: half, key: other, optional: true}}}]}]}
`, "KEY", key, 1)
}

func customOf(ready string, generation int) string {
	return strings.NewReplacer("READY", ready, "GENERATION", string(rune('0'+generation))).Replace(`
apiVersion: cert.example.com/v1
kind: Certificate
metadata: {name: shop, namespace: demo, uid: c, generation: GENERATION}
status: {observedGeneration: 1, conditions: [{type: Issuing, status: "True"}, {type: Ready, status: "READY", reason: DoesNotExist, message: 'issuer "ca" not found'}]}
`)
}
