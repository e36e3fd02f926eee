package operator

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/words"
)

// quote quotes a text for a step.
func quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// isUp returns a step that checks whether the object's pods come up.
func (o *Object) isUp() string {
	switch o.Kind {
	case "Pod":
		return o.Ref() + " is ready"
	case "Deployment", "StatefulSet", "DaemonSet":
		return o.Ref() + " is rolled out"
	case "Job":
		return o.Ref() + ` has the condition "Complete"`
	case "ReplicaSet", "ReplicationController":
		if n, ok := o.Get("spec", "replicas").Int(); ok {
			return o.Ref() + " has " + words.Times("ready replica", n)
		}
	}
	return ""
}

// runs returns a step that checks whether the container runs.
func (c Container) runs() string {
	switch {
	case c.obj.Kind == "Pod" && c.Init && !c.Sidecar:
		return c.ref() + ` was terminated with reason "Completed"`
	case c.obj.Kind == "Pod":
		return c.ref() + " is running"
	}
	return c.obj.isUp()
}

// ref names a container of a pod as steps do.
func (c Container) ref() string {
	return fmt.Sprintf("container %s of pod %s", quote(c.Name), quote(c.obj.Name))
}

// inPod returns a step about the container if the object is a pod, so that its name is known.
func (c Container) inPod(step string, args ...any) string {
	if c.obj.Kind != "Pod" {
		return ""
	}
	return fmt.Sprintf(step, args...)
}

// ifPod returns a step about the pod if the object is one.
func (o *Object) ifPod(step string) string {
	if o.Kind != "Pod" {
		return ""
	}
	return o.Ref() + " " + step
}

// assert returns a step that checks the effect of a probe.
func (p Probe) assert() string {
	switch p.Kind {
	case "livenessProbe":
		return p.Of.inPod("%s was restarted by its liveness probe", p.Of.ref())
	case "readinessProbe":
		return p.Of.inPod(`%s has the event "Unhealthy" saying "Readiness probe failed"`, p.Of.obj.Ref())
	}
	return p.Of.inPod("%s has restarted 0 times", p.Of.ref())
}

// Kubernetes' defaults for probes, see
// https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes.
const (
	defaultPeriod    = 10 // in seconds
	defaultThreshold = 3
)

// succeeds returns a step that notices if the probe always fails. Until its liveness probe has failed often enough for a
// restart, a container is up in any case.
func (p Probe) succeeds() string {
	if p.Kind != "livenessProbe" {
		return p.Of.obj.isUp()
	}
	delay, _ := p.Get("initialDelaySeconds").Int() // 0 is the default
	period, ok := p.Get("periodSeconds").Int()
	if !ok {
		period = defaultPeriod
	}
	threshold, ok := p.Get("failureThreshold").Int()
	if !ok {
		threshold = defaultThreshold
	}
	return p.Of.inPod("%s has restarted 0 times for %ds", p.Of.ref(), delay+(threshold+1)*period)
}

// elsewhere are fields whose values in the cluster differ from those in the manifest.
var elsewhere = map[string]bool{"image": true, "nodeName": true, "namespace": true}

// reads returns a step that reads the field itself: the last resort, as it proves what is written, not its effect.
func (o *Object) reads(path []any) string {
	v := o.Get(path...)
	for v.node != nil && len(v.node.Content) > 0 {
		if fields := v.Fields(); len(fields) > 0 {
			v = fields[0].Value
		} else {
			v = v.Get(0)
		}
	}
	if o.Kind == "Secret" || v.Text() == "" || v.Open() || strings.Contains(v.Text(), "\n") {
		return ""
	}
	for _, step := range v.path {
		if name, field := step.(string); field && elsewhere[name] {
			return ""
		}
	}
	return fmt.Sprintf("%s has %s at %s", o.Ref(), quote(v.Text()), quote("{"+jsonPath(v.path)+"}"))
}

// jsonPath writes a path in kubectl's notation.
func jsonPath(path []any) string {
	var b strings.Builder
	for _, step := range path {
		if i, item := step.(int); item {
			fmt.Fprintf(&b, "[%d]", i)
		} else {
			fmt.Fprintf(&b, ".%s", strings.ReplaceAll(fmt.Sprint(step), ".", `\.`))
		}
	}
	return b.String()
}

// assertFor returns the step for a change: the operator's own, or one that reads the field; "" if the names in it are unknown.
func (o *Object) assertFor(c Change) string {
	step := c.Assert
	if step == "" && len(c.Path) > 0 {
		step = o.reads(c.Path)
	}
	if o.Name == "" || openPart.MatchString(step) || strings.ContainsAny(step, "\n\t") {
		return ""
	}
	return step
}
