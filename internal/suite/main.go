// Command suite runs the tests of this repository with go test, for `make unit`, `make test`, `make published`,
// `make prove`, `make generate` and `make verify`. It shows go test's own summary line of each package and the complete output of
// failed tests; at the end the duration of each package, the slowest tests, and what was run live because it had changed.
//
//	go run ./internal/suite unit|test|published|prove|generate|stale [arguments of go test]
package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"
)

func main() {
	// An interrupt also reaches go test and its tests, which clean up and end.
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	signal.Ignore(syscall.SIGINT)
	code := run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string) int {
	modes := map[string]func(context.Context, *results, []string) error{
		"unit": unit, "test": test, "published": published, "prove": prove, "generate": generate, "stale": stale,
	}
	if len(args) == 0 || modes[args[0]] == nil {
		fmt.Fprintln(os.Stderr, "usage: go run ./internal/suite unit|test|published|prove|generate|stale [arguments of go test]")
		return 2
	}
	r := newResults(os.Stdout)
	err := modes[args[0]](ctx, r, args[1:])
	r.summary()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	if r.bad {
		return 1
	}
	return 0
}

// unit runs everything that needs no cluster, with packages in parallel.
func unit(ctx context.Context, r *results, args []string) error {
	if err := nested(ctx, r, append([]string{"-short"}, args...)); err != nil {
		return err
	}
	// By default go test ends a package after 10 minutes, which a busy machine may need.
	return r.goTest(ctx, stage{name: "unit"}, slices.Concat([]string{"-short", "-timeout", "40m"}, args, []string{"./..."}))
}

// nested runs the tests of the programs in nested modules.
func nested(ctx context.Context, r *results, args []string) error {
	if err := r.goTest(ctx, stage{name: "unit", dir: "kind-config/node-image"}, slices.Concat(args, []string{"./kindnet", "./balancer"})); err != nil {
		return err
	}
	return r.goTest(ctx, stage{name: "unit", dir: "kind-config/network-policy"}, slices.Concat(args, []string{"./enforcer"}))
}

// aloneOnTheCluster are packages whose live tests lock the project's whole cluster, or change what every run needs. All others
// run in parallel, like runs on any cluster.
var aloneOnTheCluster = []string{"internal/runlock", "internal/cluster/addon/metallb", "internal/cluster/addon/metricsserver", "internal/cluster/addon/networkpolicy", "internal/cluster/simulated"}

// longest are the packages that take most time on the cluster, longest first: the others run in parallel to these.
var longest = []string{"scenarios", "internal/cli"}

// test runs the unit tests, and then those that -short skipped, on the cluster: two packages in parallel, as live tests mostly
// wait, and then one by one those that need the cluster alone.
func test(ctx context.Context, r *results, args []string) error {
	if err := unit(ctx, r, args); err != nil {
		return err
	}
	packages, names := r.leftOut()
	beside, alone := sides(packages)
	for _, part := range []struct {
		stage    stage
		atOnce   string
		packages []string
	}{
		{stage{name: "live", shown: true, beside: true}, "2", beside},
		{stage{name: "live", shown: true}, "1", alone},
	} {
		if len(part.packages) == 0 {
			continue
		}
		flags := []string{"-p", part.atOnce, "-count", "1", "-timeout", "70m", "-run", names}
		if err := r.goTest(ctx, part.stage, slices.Concat(flags, args, part.packages)); err != nil {
			return err
		}
	}
	return nil
}

// sides divides packages into those that run in parallel, in the order in which they start, and the others.
func sides(packages []string) (beside, alone []string) {
	for _, pkg := range packages {
		if slices.Contains(aloneOnTheCluster, short(pkg)) {
			alone = append(alone, pkg)
		} else {
			beside = append(beside, pkg)
		}
	}
	rank := func(pkg string) int {
		if i := slices.Index(longest, short(pkg)); i >= 0 {
			return i
		}
		return len(longest)
	}
	slices.SortStableFunc(beside, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
	return beside, alone
}

// published tests pulling images from a registry on loopback: all kinds of refusals, and the features on a cluster with pulled
// images.
func published(ctx context.Context, r *results, args []string) error {
	s := stage{name: "published", shown: true, env: []string{"GHERKIND_PROVE=1"}}
	if err := r.goTest(ctx, s, slices.Concat([]string{"-count", "1", "-timeout", "30m"}, args, []string{"./internal/cluster/registry", "./internal/doctor"})); err != nil {
		return err
	}
	return r.goTest(ctx, s, slices.Concat([]string{"-p", "1", "-count", "1", "-timeout", "2h", "-run", "^TestPublished"},
		args, []string{"./scenarios/cluster", "./scenarios"}))
}

// prove runs everything on real clusters, and records it.
func prove(ctx context.Context, r *results, args []string) error {
	if err := nested(ctx, r, args); err != nil {
		return err
	}
	return r.goTest(ctx, stage{name: "prove", shown: true, env: []string{"GHERKIND_PROVE=1"}},
		slices.Concat([]string{"-p", "1", "-count", "1", "-timeout", "6h"}, args, []string{"./..."}))
}
