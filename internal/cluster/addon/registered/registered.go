// Package registered lists the add-ons.
package registered

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/addon"
	"github.com/gherkind/gherkind/internal/cluster/addon/kwok"
	"github.com/gherkind/gherkind/internal/cluster/addon/metallb"
	"github.com/gherkind/gherkind/internal/cluster/addon/metricsserver"
	"github.com/gherkind/gherkind/internal/cluster/addon/networkpolicy"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// all returns the add-ons. New add-ons are added here.
func all() []addon.AddOn {
	return []addon.AddOn{
		kwok.AddOn{},
		metallb.AddOn{},
		metricsserver.AddOn{},
		networkpolicy.AddOn{},
	}
}

// Names returns the names of the add-ons, in order.
func Names() []string {
	var names []string
	for _, a := range all() {
		names = append(names, a.Name())
	}
	slices.Sort(names)
	return names
}

// Ensure installs the named add-on if necessary, and returns when it is ready to be used. No other run may change the cluster at
// the same time. Errors are a [*host.EnvironmentError], except for an unknown name.
func Ensure(ctx context.Context, name string, target addon.Target) error {
	for _, a := range all() {
		if a.Name() == name {
			return ensure(ctx, a, target)
		}
	}
	return fmt.Errorf("no add-on %q; there are: %s", name, strings.Join(Names(), ", "))
}

func ensure(ctx context.Context, a addon.AddOn, target addon.Target) error {
	err := a.Ensure(ctx, target)
	if err == nil {
		return nil
	}
	return &host.EnvironmentError{
		Doing:  fmt.Sprintf("install the add-on %s in cluster %s", a.Name(), target.Cluster),
		Advice: fmt.Sprintf("it takes Go and a checkout of gherkind; --tags 'not @addon:%s' leaves out the scenarios that need it", a.Name()),
		Err:    err,
	}
}

// RemoveImages removes the images that were built for add-ons on this machine. Docker must answer.
func RemoveImages(ctx context.Context) error {
	var errs []error
	for _, a := range all() {
		errs = append(errs, a.RemoveImages(ctx))
	}
	return errors.Join(errs...)
}
