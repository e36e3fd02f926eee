package operator

import "fmt"

// Removed returns the change that removes the value; none if it does not exist.
func (v Value) Removed(says, assert string) Change {
	if !v.Exists() {
		return Change{}
	}
	return Change{Edits: []Edit{v.Remove()}, Path: v.Path(), Says: says, Assert: assert}
}

// Becomes returns the change that replaces this value; none if it does not exist.
func (v Value) Becomes(value any, says, assert string) Change {
	if !v.Exists() {
		return Change{}
	}
	return Change{Edits: []Edit{v.Set(value)}, Path: v.Path(), Says: says, Assert: assert}
}

// Added returns the change that adds a value; none if there is one, or none can be added.
func (v Value) Added(value any, says, assert string) Change {
	if v.Exists() || v.node == nil && v.amiss {
		return Change{}
	}
	return Change{Edits: []Edit{v.Set(value)}, Path: v.Path(), Says: says, Assert: assert}
}

// number changes an integer; no change if there is no number, or the result is the same.
func (v Value) number(to func(n int) int, what, assert string) Change {
	n, ok := v.Int()
	if !ok || to(n) == n {
		return Change{}
	}
	return v.Becomes(to(n), fmt.Sprintf("%s is %d instead of %d", what, to(n), n), assert)
}

func tenfold(n int) int { return 10 * n }

func plus(more int) func(int) int { return func(n int) int { return n + more } }

// text changes a string; no change if there is none, or it is not known.
func (v Value) text(to, what, assert string) Change {
	if !v.IsText() || v.Text() == to {
		return Change{}
	}
	return v.Becomes(to, fmt.Sprintf("%s is %s instead of %s", what, to, v.Text()), assert)
}

// flipped replaces either of two strings by the other.
func (v Value) flipped(a, b, what string) Change {
	switch v.Text() {
	case a:
		return v.text(b, what, "")
	case b:
		return v.text(a, what, "")
	}
	return Change{}
}

// turned negates a boolean.
func (v Value) turned(what string) Change {
	if !v.Exists() || v.node.ShortTag() != "!!bool" {
		return Change{}
	}
	return v.Becomes(!v.True(), fmt.Sprintf("%s is %t instead of %t", what, !v.True(), v.True()), "")
}

// quantity multiplies a quantity, such as 100Mi, by a factor.
func (v Value) quantity(factor float64, what, assert string) Change {
	to, ok := scaled(v.Text(), factor)
	if !ok {
		return Change{}
	}
	return v.Becomes(to, fmt.Sprintf("%s is %s instead of %s", what, to, v.Text()), assert)
}

// with adds edits to a change that has some.
func (c Change) with(edits ...Edit) Change {
	if len(c.Edits) > 0 {
		c.Edits = append(c.Edits, edits...)
	}
	return c
}

// inContainers finds changes in each container.
func inContainers(find func(c Container) []Change) func(*Object) []Change {
	return func(obj *Object) []Change {
		var all []Change
		for _, c := range obj.Containers() {
			all = append(all, find(c)...)
		}
		return all
	}
}

// inProbes finds changes in each probe.
func inProbes(find func(p Probe) []Change) func(*Object) []Change {
	return func(obj *Object) []Change {
		var all []Change
		for _, p := range obj.Probes() {
			all = append(all, find(p)...)
		}
		return all
	}
}

// inItems finds a change in each of some values.
func inItems(items []Value, find func(v Value) Change) []Change {
	var all []Change
	for _, item := range items {
		all = append(all, find(item))
	}
	return all
}

// inFields finds a change in each field of a map.
func inFields(v Value, find func(f Field) Change) []Change {
	var all []Change
	for _, f := range v.Fields() {
		all = append(all, find(f))
	}
	return all
}

// removedItems returns a change for each item of a list that removes it.
func removedItems(list Value, what string) []Change {
	return inItems(list.Items(), func(item Value) Change { return item.Removed(what+" "+item.brief()+" removed", "") })
}

// scaledResources multiplies each limit, or request, of a container, and its counterpart for the same resource: a request above
// its limit would make the manifest invalid.
func (c Container) scaledResources(field, what, other string, factor float64) []Change {
	return inFields(c.Get("resources", field), func(f Field) Change {
		change := f.quantity(factor, fmt.Sprintf("%s %s of %s", f.Name, what, c.Says()), c.obj.isUp())
		counterpart := c.Get("resources", other, f.Name)
		if to, ok := scaled(counterpart.Text(), factor); ok {
			return change.with(counterpart.Set(to))
		}
		return change
	})
}
