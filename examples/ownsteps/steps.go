// Package ownsteps is an example of step definitions of a project: a shop, which is a Deployment with a counter in each pod and a
// price list in a ConfigMap. docs/go.md explains it.
package ownsteps

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/utils/ptr"

	"github.com/gherkind/gherkind/steps/ownstep"
	"github.com/gherkind/gherkind/steps/step"
)

// Steps returns the step definitions of the shop.
func Steps() step.Group {
	return step.Group{
		Name: "shop", Title: "Shops", Doc: "A shop sells what is on its price list, at one counter or more.",
		Defs: []step.Def{
			{
				Name:    "shop-opens",
				Acts:    true,
				Makes:   step.Makes{Kind: "deployment"},
				Rights:  []step.Right{{Group: "apps", Resource: "deployments", Verbs: []string{"get", "create", "patch"}}},
				Pattern: `shop {name} opens with {count} counter(s)`,
				Doc:     "Creates the shop, or changes the number of its counters.",
				Example: `When shop "tea" opens with 2 counters`,
				Run:     open,
			},
			{
				Name:    "shop-has-counters",
				Pattern: `shop {name} has {count} open counter(s)`,
				Doc:     "So many pods of the shop are ready, and no others exist.",
				Example: `Then shop "tea" has 2 open counters within 1m`,
				Run:     hasCounters,
			},
			{
				Name:    "shop-never-wanted-more",
				Pattern: `shop {name} never wanted more than {count} counter(s)`,
				Doc:     "At no time of the scenario did the shop ask for more counters.",
				Example: `Then shop "tea" never wanted more than 2 counters`,
				Run:     neverWantedMore,
			},
			{
				Name:    "shop-prices",
				Acts:    true,
				Rights:  []step.Right{{Resource: "configmaps", Verbs: []string{"get", "create", "patch"}}},
				Pattern: `shop {name} sells:`,
				Doc:     "Writes the price list of the shop: one row for each thing, with its price.",
				Example: "When shop \"tea\" sells:\n  | green | 3 |\n  | black | 2 |",
				Check:   checkPrices,
				Run:     setPrices,
			},
			{
				Name:    "shop-asks",
				Rights:  []step.Right{{Resource: "configmaps", Verbs: []string{"get", "list", "watch"}}},
				Pattern: `shop {name} asks {count} for {text}`,
				Doc:     "The price on the list of the shop.",
				Example: `Then shop "tea" asks 3 for "green"`,
				Run:     asks,
			},
		},
	}
}

func open(ctx context.Context, w *ownstep.World, name string, counters int) error {
	return ownstep.Apply(ctx, w, fmt.Sprintf(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: %[1]q}
spec:
  replicas: %[2]d
  selector: {matchLabels: {shop: %[1]q}}
  template:
    metadata: {labels: {shop: %[1]q}}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - {name: counter, image: busybox, command: [sleep, "3600"]}
`, name, counters))
}

func hasCounters(ctx context.Context, w *ownstep.World, name string, counters int, ending step.Ending) error {
	return ownstep.EventuallyAll(ctx, w, ending, "pods", labels.Set{"shop": name}.AsSelector(), func(pods []*corev1.Pod) (bool, string) {
		ready := 0
		for _, pod := range pods {
			for _, c := range pod.Status.Conditions {
				if c.Type == corev1.PodReady && c.Status == corev1.ConditionTrue {
					ready++
				}
			}
		}
		return ready == counters && len(pods) == counters, fmt.Sprintf("%d of %d counters are open", ready, len(pods))
	})
}

func neverWantedMore(ctx context.Context, w *ownstep.World, name string, most int, span step.Span) error {
	shop, err := ownstep.Find(ctx, w, "deployments.apps", name)
	if err != nil {
		return err
	}
	return ownstep.Never(ctx, w, span, shop, func(d *appsv1.Deployment) (bool, string) {
		wanted := int(ptr.Deref(d.Spec.Replicas, 1))
		return wanted > most, fmt.Sprintf("it wanted %d counters", wanted)
	})
}

// checkPrices finds mistakes in the table before anything runs.
func checkPrices(arg step.Argument, _ step.Place) error {
	for _, row := range arg.Table.Rows {
		if len(row) != 2 {
			return errors.New("write one row for each thing, with its price: | green | 3 |")
		}
		if _, err := strconv.Atoi(row[1]); err != nil {
			return fmt.Errorf("the price of %s is %q: write a whole number", row[0], row[1])
		}
	}
	return nil
}

func setPrices(ctx context.Context, w *ownstep.World, name string, prices step.Table) error {
	manifest := fmt.Sprintf("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %q}\ndata:\n", "prices-"+name)
	for _, row := range prices.Rows {
		manifest += fmt.Sprintf("  %s: %q\n", row[0], row[1])
	}
	return ownstep.Apply(ctx, w, manifest)
}

func asks(ctx context.Context, w *ownstep.World, name string, price int, thing string, ending step.Ending) error {
	prices, err := ownstep.Find(ctx, w, "configmaps", "prices-"+name)
	if err != nil {
		return err
	}
	return ownstep.Eventually(ctx, w, ending, prices, func(list *corev1.ConfigMap) (bool, string) {
		asked, sold := list.Data[thing]
		if !sold {
			return false, "it does not sell " + thing
		}
		return asked == strconv.Itoa(price), fmt.Sprintf("it asks %s", asked)
	})
}
