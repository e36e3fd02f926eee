package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of gherkind and of its main libraries",
		Args:  usage(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			fmt.Fprintf(c.OutOrStdout(), "gherkind %s (%s %s/%s)\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			for _, module := range []string{"sigs.k8s.io/kind", "github.com/cucumber/godog", "k8s.io/client-go"} {
				fmt.Fprintf(c.OutOrStdout(), "  %-28s %s\n", module, moduleVersion(module))
			}
			return nil
		},
	}
}

// released is the version of a release. The release build sets it with
// -ldflags "-X github.com/gherkind/gherkind/internal/cli.released=v1.2.3".
var released string

// module is the path of gherkind's module.
const module = "github.com/gherkind/gherkind"

// version returns the version of the release, or that of the module, or the commit from which it was built. In the program of a
// project with its own steps, the module is a dependency.
func version() string {
	if released != "" {
		return released
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "dev"
	}
	built := info.Main.Version
	if info.Main.Path != module {
		built = moduleVersion(module)
	}
	if built == "" || built == "(devel)" {
		return "dev"
	}
	return built
}

func moduleVersion(path string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, dep := range info.Deps {
		if dep.Path == path {
			return dep.Version
		}
	}
	return "unknown"
}
