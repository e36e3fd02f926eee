package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/steps/step"
)

func newSteps() *cobra.Command {
	var format, language string
	var markdown bool
	c := &cobra.Command{
		Use:   "steps [WORD]...",
		Short: "Print all steps that a scenario may use, or those that match the words",
		Long: `steps prints the steps that contain all the words or words with the same meaning: kinds
by any name (cronjob, sts), kubectl verbs, and common search words (wait, curl, crash).

  --format text      for reading (the default)
  --format json      every step with its pattern, documentation, example and placeholders
  --format cucumber  definitions in JavaScript, with which the Cucumber extensions of editors
                     complete and check steps: docs/editors.md
  --format markdown  the page docs/steps.md

With --lang zh-CN it prints the steps for features in Chinese; --format text does so in a
Chinese locale, too.`,
		Example: `  gherkind steps restart
  gherkind steps cronjob
  gherkind steps --lang zh-CN 污点
  gherkind steps --format json`,
		RunE: func(c *cobra.Command, args []string) error {
			catalogue, err := catalogueOf(c.Context())
			if err != nil {
				return err
			}
			if !c.Flags().Changed(languageFlag) && format == "text" && !markdown {
				language = speaking(c.Context()).Tag()
			}
			if catalogue, err = catalogue.In(language); err != nil {
				return &commandError{fmt.Errorf("--lang: %w", err)}
			}
			if markdown {
				format = "markdown"
			}
			switch format {
			case "text":
				return printSteps(c, catalogue, strings.Join(args, " "))
			case "json":
				return listed(step.WriteJSON(c.OutOrStdout(), catalogue, args...))
			case "cucumber":
				return listed(step.WriteCucumber(c.OutOrStdout(), catalogue, args...))
			case "markdown":
				return step.WriteMarkdown(c.OutOrStdout(), catalogue)
			}
			return &commandError{fmt.Errorf("--format %s: it is text, json, cucumber or markdown", format)}
		},
	}
	c.Flags().StringVar(&format, "format", "text", "output format: text, json, cucumber or markdown")
	c.Flags().StringVar(&language, languageFlag, "en", "the language of the steps: en or zh-CN; --format text follows the locale")
	c.Flags().BoolVar(&markdown, "markdown", false, "the same as --format markdown")
	return c
}

// listed converts the error for words that no step contains to a usage error.
func listed(err error) error {
	if errors.As(err, new(*step.NoStepError)) {
		return &commandError{err}
	}
	return err
}

// printSteps prints the steps that contain the words, below a hint. Words that no step contains are an error, unless they are
// another wording of a step.
func printSteps(c *cobra.Command, catalogue *step.Catalogue, words string) error {
	hint := catalogue.Answer(step.RoleAny, words)
	if hint != "" && len(catalogue.Search(words)) > 0 {
		fmt.Fprintf(c.OutOrStdout(), "%s\n\n", speaking(c.Context()).Retell(hint))
	}
	err := step.WriteText(c.OutOrStdout(), catalogue, words)
	if errors.As(err, new(*step.NoStepError)) && hint != "" {
		err = fmt.Errorf("%w; %s", err, hint)
	}
	return listed(err)
}
