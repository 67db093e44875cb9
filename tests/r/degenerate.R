# R's values of the 300 degenerate cohorts: Rscript degenerate.R <degenerate_cohorts.csv> <folder>   writes <folder>/degenerate.csv
# One row is one number: cohort, quantity, place, value with 17 significant digits; NA where R gives none, or stops. Base R and survival.
suppressPackageStartupMessages(library(survival))

arguments <- commandArgs(trailingOnly = TRUE)
drawn <- read.csv(arguments[1])
rows <- list()
keep <- function(cohort, quantity, place, value) {
  value <- if (length(value) == 1) as.numeric(value) else NA
  rows[[length(rows) + 1]] <<- c(cohort, quantity, as.character(place), sprintf("%.17g", value))
}
keep("versions", "R", paste(R.version$major, R.version$minor, sep = "."), 0)
keep("versions", "survival", as.character(packageVersion("survival")), 0)
attempt <- function(expression) suppressWarnings(tryCatch(expression, error = function(e) NULL))
control <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 60)

for (cohort in unique(drawn$cohort)) {
  frame <- drawn[drawn$cohort == cohort, ]
  for (arm in sort(unique(frame$arm))) {
    own <- frame[frame$arm == arm, ]
    fit <- survfit(Surv(time, event) ~ 1, own)
    table <- summary(fit)$table
    keep(cohort, "median", paste(arm, "estimate", sep = "|"), table["median"])
    keep(cohort, "median", paste(arm, "lower", sep = "|"), table["0.95LCL"])
    keep(cohort, "median", paste(arm, "upper", sep = "|"), table["0.95UCL"])
    middle <- ceiling(median(own$time))
    at <- summary(fit, times = middle, extend = TRUE)
    known <- if (middle <= max(own$time)) at else list(surv = NA, lower = NA, upper = NA)
    for (name in c("surv", "lower", "upper")) keep(cohort, "rate", paste(arm, middle, name, sep = "|"), known[[name]])
    keep(cohort, "at_risk", paste(arm, middle, sep = "|"), sum(own$time >= middle))
    exact <- binom.test(sum(own$event), nrow(own))$conf.int
    keep(cohort, "share", paste(arm, "lower", sep = "|"), exact[1])
    keep(cohort, "share", paste(arm, "upper", sep = "|"), exact[2])
  }
  difference <- attempt(survdiff(Surv(time, event) ~ arm, frame))
  keep(cohort, "log_rank", "p", if (is.null(difference)) NA else pchisq(difference$chisq, length(difference$n) - 1, lower.tail = FALSE))
  counts <- table(frame$event, frame$arm)
  two <- all(dim(counts) == 2)
  keep(cohort, "fisher", "p", if (two) fisher.test(counts)$p.value else NA)
  keep(cohort, "chi_square", "p", if (two) suppressWarnings(chisq.test(counts, correct = FALSE))$p.value else NA)
  known <- frame[!is.na(frame$x), ]
  ranks <- if (length(unique(known$arm)) == 2) attempt(wilcox.test(x ~ arm, known)) else NULL
  keep(cohort, "wilcoxon", "p", if (is.null(ranks)) NA else ranks$p.value)
  for (model in c("arm", "arm + x", "arm + x + y")) {
    fit <- attempt(coxph(as.formula(paste("Surv(time, event) ~", model)), frame, control = control))
    terms <- strsplit(model, " + ", fixed = TRUE)[[1]]
    errors <- if (is.null(fit)) NULL else sqrt(diag(as.matrix(fit$var)))
    for (i in seq_along(terms)) {
      place <- paste(model, terms[i], sep = "|")
      keep(cohort, "coefficient", place, if (is.null(fit)) NA else coef(fit)[[i]])
      keep(cohort, "std_err", place, if (is.null(fit) || is.na(coef(fit)[[i]])) NA else errors[i])
    }
    keep(cohort, "log_likelihood", model, if (is.null(fit) || length(fit$loglik) < 2) NA else fit$loglik[2])
    tested <- if (is.null(fit)) NULL else attempt(cox.zph(fit)$table)
    keep(cohort, "proportionality", model, if (is.null(tested)) NA else tested["GLOBAL", "p"])
  }
}
found <- as.data.frame(do.call(rbind, rows))
names(found) <- c("data", "quantity", "place", "value")
write.csv(found, file.path(arguments[2], "degenerate.csv"), row.names = FALSE, quote = FALSE)
