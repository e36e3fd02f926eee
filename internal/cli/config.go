package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/project"
)

func newConfig() *cobra.Command {
	s := project.Defaults()
	var format string
	c := &cobra.Command{
		Use:   "config",
		Short: "Print the settings of a run, and the origin of each",
		Long: `Print every setting as gherkind run would use it, and the origin of its value. The first
of these that provides a value wins: a flag, an environment variable (GHERKIND_TAGS for
tags), a profile in ` + project.FileName + `, the file itself, the default.

The file is searched for in this folder and then in the folders above it.`,
		Example: `  gherkind config
  gherkind config --profile ci --retry 2
  gherkind config schema > gherkind.schema.json`,
		Args: usage(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if format != "text" && format != "json" {
				return &commandError{fmt.Errorf("--format %s: it is text or json", format)}
			}
			p, err := settle(c, s, true)
			if err != nil {
				return err
			}
			if format == "json" {
				return p.WriteJSON(c.OutOrStdout())
			}
			return p.WriteText(speaking(c.Context()), c.OutOrStdout())
		},
	}
	c.Flags().StringVar(&format, "format", "text", "text for people, or json for programs")
	project.Register(c.Flags(), s)
	profileFlag(c.Flags())
	c.AddCommand(newConfigSchema())
	return c
}

func newConfigSchema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of " + project.FileName + ", for editors",
		Args:  usage(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			schema, err := project.Schema()
			if err != nil {
				return fmt.Errorf("make the schema: %w", err)
			}
			_, err = c.OutOrStdout().Write(schema)
			return err
		},
	}
}
