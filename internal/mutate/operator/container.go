package operator

import "fmt"

// Container is a container of a pod.
type Container struct {
	Value
	Name    string
	Init    bool // it is one of the initContainers
	Sidecar bool // an init container that keeps running
	obj     *Object
}

// Says describes the container: init container "setup".
func (c Container) Says() string {
	switch {
	case c.Sidecar:
		return fmt.Sprintf("sidecar %q", c.Name)
	case c.Init:
		return fmt.Sprintf("init container %q", c.Name)
	}
	return fmt.Sprintf("container %q", c.Name)
}

// InitContainers returns the init containers of the pod, including sidecars.
func (o *Object) InitContainers() []Container {
	var all []Container
	for _, item := range o.PodSpec().Get("initContainers").Items() {
		sidecar := item.Get("restartPolicy").Text() == "Always"
		all = append(all, Container{item, item.Get("name").Text(), true, sidecar, o})
	}
	return all
}

// MainContainers returns the containers of the pod that are not init containers.
func (o *Object) MainContainers() []Container {
	var all []Container
	for _, item := range o.PodSpec().Get("containers").Items() {
		all = append(all, Container{item, item.Get("name").Text(), false, false, o})
	}
	return all
}

// Containers returns all containers of the pod, init containers first.
func (o *Object) Containers() []Container { return append(o.InitContainers(), o.MainContainers()...) }

// Probe is a probe of a container.
type Probe struct {
	Value
	Kind string // "readinessProbe"
	Of   Container
}

// Probes returns the probes of all containers of the pod.
func (o *Object) Probes() []Probe {
	var all []Probe
	for _, c := range o.Containers() {
		for _, kind := range []string{"startupProbe", "livenessProbe", "readinessProbe"} {
			if v := c.Get(kind); v.Exists() {
				all = append(all, Probe{v, kind, c})
			}
		}
	}
	return all
}

// Says describes the probe: liveness probe of container "web".
func (p Probe) Says() string {
	return fmt.Sprintf("%s probe of %s", p.Kind[:len(p.Kind)-len("Probe")], p.Of.Says())
}
