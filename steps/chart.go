package steps

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/gherkind/gherkind/internal/chart"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/release"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func chartSteps() step.Group {
	return step.Group{
		Name: "chart", Title: "Helm charts",
		Doc:  "Install charts as helm does. Nothing is downloaded: the dependencies of a chart must be in its charts folder. See [Helm charts](charts.md).",
		Defs: slices.Concat(installSteps(), upgradeSteps()),
	}
}

func installSteps() []step.Def {
	return []step.Def{
		{
			Name:    "chart-installed",
			Acts:    true,
			Rights:  rightsOfReplicas,
			Pattern: `(the )chart {chart} is installed as {release}`,
			Doc: "Renders the chart with its own values, for what the cluster offers, and applies its objects in the order of Helm. Hooks before " +
				"and after that are awaited, up to 5 minutes each; tests are not run. It does not wait until the objects are ready: say so with " +
				"`everything that was applied is ready`.",
			Example: `When the chart "charts/shop" is installed as "shop"`,
			Run:     installChart,
		},
		{
			Name:    "chart-installed-with-values",
			Acts:    true,
			Rights:  rightsOfReplicas,
			Pattern: `(the )chart {chart} is installed as {release} with values:`,
			Doc:     "As before, with the YAML in the doc string as values, like a file for helm install --values.",
			Example: `Given the chart "charts/shop" is installed as "shop" with values:
  """
  replicas: 3
  image: {tag: v2}
  """`,
			Run:      installChartWith,
			ParseDoc: parseChartValues,
		},
		{
			Name:    "chart-installed-with-set",
			Acts:    true,
			Rights:  rightsOfReplicas,
			Pattern: `(the )chart {chart} is installed as {release} with values set:`,
			Doc:     "As before, with the values of a table, as by helm install --set: true, false, null and whole numbers have these types, JSON is parsed, and everything else is text.",
			Example: `When the chart "charts/shop" is installed as "shop" with values set:
  | image.tag | v2 |
  | replicas  | 3  |`,
			Run:   installChartSet,
			Check: checkSet,
		},
	}
}

func upgradeSteps() []step.Def {
	return []step.Def{
		{
			Name:    "release-upgraded",
			Acts:    true,
			Rights:  rightsOfReplicas,
			Pattern: `release {release} is upgraded to (the )chart {chart}`,
			Doc: "Upgrades what the scenario has installed, with the values of the chart, not those of the revision before: upgrade hooks run, objects are applied, and those that the release no longer " +
				"contains are deleted, unless helm.sh/resource-policy keeps them.",
			Example: `When release "shop" is upgraded to the chart "charts/shop"`,
			Run:     upgradeRelease,
		},
		{
			Name:    "release-upgraded-with-values",
			Acts:    true,
			Rights:  rightsOfReplicas,
			Pattern: `release {release} is upgraded to (the )chart {chart} with values:`,
			Doc:     "As before, with the YAML in the doc string as values.",
			Example: `When release "shop" is upgraded to the chart "charts/shop" with values:
  """
  image: {tag: v2}
  """`,
			Run:      upgradeReleaseWith,
			ParseDoc: parseChartValues,
		},
		{
			Name:    "release-upgraded-with-set",
			Acts:    true,
			Rights:  rightsOfReplicas,
			Pattern: `release {release} is upgraded to (the )chart {chart} with values set:`,
			Doc:     "As before, with the values of a table, as by helm upgrade --set.",
			Example: `When release "shop" is upgraded to the chart "charts/shop" with values set:
  | image.tag | v2 |`,
			Run:   upgradeReleaseSet,
			Check: checkSet,
		},
		{
			Name:    "release-upgrade-fails",
			Checks:  true,
			Acts:    true,
			Rights:  rightsOfReplicas,
			Pattern: `upgrading release {release} to (the )chart {chart} fails at its hook {text} with values:`,
			Doc: "Upgrades the release as before, and expects that this hook fails: its Job has failed, or its pod. A hook that only takes too long, or is ended by its deadline or an eviction, " +
				"and one that could not be made, do not meet it. What was installed before stays as it was.",
			Example: `When upgrading release "shop" to the chart "charts/shop" fails at its hook "shop-migration" with values:
  """
  image: {tag: broken}
  """`,
			Run:      upgradeFails,
			ParseDoc: parseChartValues,
		},
		{
			Name:    "release-rolled-back",
			Acts:    true,
			Rights:  rightsOfReplicas,
			Pattern: `release {release} is rolled back to the revision before`,
			Doc: "Applies again what the revision before the current one was rendered to, as helm rollback does: hooks of a rollback are run, and " +
				"objects that only the current revision has are deleted. It counts as a revision of its own.",
			Example: `When release "shop" is rolled back to the revision before`,
			Run:     rollBackRelease,
		},
	}
}

func installChart(ctx context.Context, w *world.World, c *release.Chart, name string) error {
	return installChartWith(ctx, w, c, name, chart.Values{})
}

func installChartSet(ctx context.Context, w *world.World, c *release.Chart, name string, table step.Table) error {
	values, err := setValues(table)
	if err != nil {
		return err
	}
	return installChartWith(ctx, w, c, name, values)
}

func installChartWith(ctx context.Context, w *world.World, c *release.Chart, name string, values chart.Values) error {
	namespace, err := w.Namespace(ctx, "")
	if err != nil {
		return err
	}
	if w.Release(namespace, name) != nil {
		return fmt.Errorf("release %q is installed already: upgrade it, or give this one another name", name)
	}
	use := release.Use{Chart: c, Release: name, Values: values}
	set, err := rendered(ctx, w, use, namespace, 1)
	if err != nil {
		return err
	}
	if len(set.Definitions) > 0 { // as in Helm, the CRDs exist before the rest is rendered
		if err := applyAll(ctx, w, set.Definitions); err != nil {
			return err
		}
		if set, err = rendered(ctx, w, use, namespace, 1); err != nil {
			return err
		}
	}
	return deploy(ctx, w, deployment{namespace: namespace, name: name, number: 1, set: set, before: chart.PreInstall, after: chart.PostInstall})
}

func upgradeRelease(ctx context.Context, w *world.World, name string, c *release.Chart) error {
	return upgradeReleaseWith(ctx, w, name, c, chart.Values{})
}

func upgradeReleaseSet(ctx context.Context, w *world.World, name string, c *release.Chart, table step.Table) error {
	values, err := setValues(table)
	if err != nil {
		return err
	}
	return upgradeReleaseWith(ctx, w, name, c, values)
}

func upgradeReleaseWith(ctx context.Context, w *world.World, name string, c *release.Chart, values chart.Values) error {
	installed, err := theRelease(ctx, w, name)
	if err != nil {
		return err
	}
	last := installed.Revisions[len(installed.Revisions)-1]
	use := release.Use{Chart: c, Release: name, Values: values, Upgrade: true}
	set, err := rendered(ctx, w, use, installed.Namespace, last.Number+1)
	if err != nil {
		return err
	}
	return deploy(ctx, w, deployment{
		namespace: installed.Namespace, name: name, number: last.Number + 1, set: set, last: last.Objects,
		before: chart.PreUpgrade, after: chart.PostUpgrade,
	})
}

// upgradeFails is met only if this hook failed for good.
func upgradeFails(ctx context.Context, w *world.World, name string, c *release.Chart, hook string, values chart.Values) error {
	return failsAt(hook, name, upgradeReleaseWith(ctx, w, name, c, values))
}

// failsAt returns nil if the upgrade failed at this hook.
func failsAt(hook, name string, err error) error {
	if err == nil {
		return fmt.Errorf("the upgrade of release %q succeeded, yet it should have failed at its hook %q", name, hook)
	}
	failed, is := errors.AsType[*hookError](err)
	switch {
	case !is || !failed.ended:
		return err
	case failed.ref.Name != hook:
		says := fmt.Sprintf("it failed at its hook %q, not at %q", failed.ref.Name, hook)
		if failure, is := errors.AsType[*explain.Failure](err); is {
			failure.Saw = says + ": " + failure.Saw
			return err
		}
		return fmt.Errorf("%s: %w", says, err)
	}
	return failed.left // an object that the hook's delete policy should have removed would block the next revision
}

func rollBackRelease(ctx context.Context, w *world.World, name string) error {
	installed, err := theRelease(ctx, w, name)
	if err != nil {
		return err
	}
	last := installed.Revisions[len(installed.Revisions)-1]
	if len(installed.Revisions) < 2 {
		return fmt.Errorf("release %q has no revision before this one: upgrade it first", name)
	}
	target := installed.Revisions[len(installed.Revisions)-2]
	return deploy(ctx, w, deployment{
		namespace: installed.Namespace, name: name, number: last.Number + 1, set: target.Set, last: last.Objects,
		before: chart.PreRollback, after: chart.PostRollback,
	})
}
