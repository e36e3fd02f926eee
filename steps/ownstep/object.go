package ownstep

import (
	"context"

	"github.com/gherkind/gherkind/steps/world"
)

// World is the state of a scenario, the second parameter of every function.
type World = world.World

// Object is an object of the cluster. As a parameter of a function, it takes the two values of `{kind} {name}`.
type Object = world.ObjectRef

// Pod is a pod. As a parameter of a function, it takes the value of `pod {name}`.
type Pod = world.PodRef

// Find returns the object that a name means in the scenario, for patterns that do not name the kind: `order {name} is paid`. kind is
// as for kubectl: a kind, plural or short name, with its group if that is needed ("orders.shop.example.org"). The name may begin with
// a namespace of the scenario ("shop/tea"). The object need not exist yet.
func Find(ctx context.Context, w *World, kind, name string) (Object, error) {
	var o Object
	err := o.Resolve(ctx, w, kind, name)
	return o, err
}
