// Package registered lists the add-ons there are.
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
	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// all are the add-ons. A new one is added here.
func all() []addon.AddOn {
	return []addon.AddOn{
		kwok.AddOn{},
		metallb.AddOn{},
	}
}

// Names are those of the add-ons, in order.
func Names() []string {
	var names []string
	for _, a := range all() {
		names = append(names, a.Name())
	}
	slices.Sort(names)
	return names
}

// Ensure returns when the cluster has the add-on of that name, ready to be used. Nobody else may change the cluster meanwhile.
// Its errors are a [*host.EnvironmentError], except for a name that is none.
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

// RemoveImages removes the images that were made for add-ons on this machine. Docker must answer.
func RemoveImages(ctx context.Context) error {
	var errs []error
	for _, a := range all() {
		errs = append(errs, a.RemoveImages(ctx))
	}
	return errors.Join(errs...)
}
