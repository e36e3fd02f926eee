package doctor

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// lookWithin limits all checks together: a daemon that hangs is a finding, too.
const lookWithin = 45 * time.Second

// Run checks this machine, its Docker daemon, and the cluster of the options.
func Run(ctx context.Context, o cluster.Options) *Report {
	ctx, cancel := context.WithTimeoutCause(ctx, lookWithin, errors.New("no answer within "+lookWithin.String()))
	defer cancel()
	findings := onMachine("/")
	if o.Foreign() {
		return reportOf(append(findings, external(ctx, o)...))
	}
	docker := host.Look(ctx)
	findings = append(findings, ofDocker(docker)...)
	if !docker.Answers {
		return reportOf(findings)
	}
	if err := o.RemoteError(docker.Remote); err != nil {
		findings = append(findings, troubled(Problem, "remote", err))
	}
	there := lookAtCluster(ctx, o)
	looks := []func() []Finding{
		func() []Finding { return ofRoom(ctx, o, docker, there) },
		func() []Finding { return ofNetworks(ctx) },
		func() []Finding { return ofOtherClusters(ctx, there.name) },
		func() []Finding { return ofImages(ctx, o, docker) },
		func() []Finding { return ofCluster(ctx, o, docker, there) },
	}
	return reportOf(append(findings, atOnce(looks)...))
}

// atOnce runs all checks in parallel and returns the findings in the order of the checks.
func atOnce(looks []func() []Finding) []Finding {
	found := make([][]Finding, len(looks))
	var group sync.WaitGroup
	for i, look := range looks {
		group.Go(func() { found[i] = look() })
	}
	group.Wait()
	return slices.Concat(found...)
}

// split separates the advice of an error from its message.
func split(err error) (says, fix string) {
	var environment *cluster.EnvironmentError
	if !errors.As(err, &environment) {
		return err.Error(), ""
	}
	bare := *environment
	bare.Advice = ""
	return bare.Error(), environment.Advice
}

// troubled returns a finding for something that could not be checked.
func troubled(status Status, subject string, err error) Finding {
	says, fix := split(err)
	return Finding{Subject: subject, Status: status, Says: says, Fix: fix}
}
