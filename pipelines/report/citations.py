"""The works that the methods text cites, numbered in the order in which the text names them."""

WORKS = {
    "strobe": "von Elm E, Altman DG, Egger M, et al. The Strengthening the Reporting of Observational Studies in Epidemiology (STROBE) "
    "statement. PLoS Med 2007;4:e296.",
    "exact": "Clopper CJ, Pearson ES. The use of confidence or fiducial limits illustrated in the case of the binomial. "
    "Biometrika 1934;26:404–413.",
    "smd": "Austin PC. Balance diagnostics for comparing the distribution of baseline covariates between treatment groups in "
    "propensity-score matched samples. Stat Med 2009;28:3083–3107.",
    "km": "Kaplan EL, Meier P. Nonparametric estimation from incomplete observations. J Am Stat Assoc 1958;53:457–481.",
    "log_rank": "Mantel N. Evaluation of survival data and two new rank order statistics arising in its consideration. "
    "Cancer Chemother Rep 1966;50:163–170.",
    "reverse": "Schemper M, Smith TL. A note on quantifying follow-up in studies of failure time. Control Clin Trials 1996;17:343–346.",
    "cox": "Cox DR. Regression models and life-tables. J R Stat Soc Series B 1972;34:187–220.",
    "efron": "Efron B. The efficiency of Cox's likelihood function for censored data. J Am Stat Assoc 1977;72:557–565.",
    "zph": "Grambsch PM, Therneau TM. Proportional hazards tests and diagnostics based on weighted residuals. Biometrika 1994;81:515–526.",
    "epv": "Peduzzi P, Concato J, Feinstein AR, Holford TR. Importance of events per independent variable in proportional hazards "
    "regression analysis II. J Clin Epidemiol 1995;48:1503–1510.",
    "firth": "Heinze G, Schemper M. A solution to the problem of monotone likelihood in Cox regression. Biometrics 2001;57:114–119.",
    "newcombe": "Newcombe RG. Interval estimation for the difference between independent proportions: comparison of eleven methods. "
    "Stat Med 1998;17:873–890.",
    "fixed_time": "Klein JP, Logan B, Harhoff M, Andersen PK. Analyzing survival curves at a fixed point in time. "
    "Stat Med 2007;26:4505–4519.",
    "restricted_mean": "Uno H, Claggett B, Tian L, et al. Moving beyond the hazard ratio in quantifying the between-group difference in "
    "survival analysis. J Clin Oncol 2014;32:2380–2385.",
    "incidence": "Putter H, Fiocco M, Geskus RB. Tutorial in biostatistics: competing risks and multi-state models. "
    "Stat Med 2007;26:2389–2430.",
    "gray": "Gray RJ. A class of K-sample tests for comparing the cumulative incidence of a competing risk. Ann Stat 1988;16:1141–1154.",
    "fine_gray": "Fine JP, Gray RJ. A proportional hazards model for the subdistribution of a competing risk. "
    "J Am Stat Assoc 1999;94:496–509.",
    "kappa": "Cohen J. Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial credit. "
    "Psychol Bull 1968;70:213–220.",
    "icc": "McGraw KO, Wong SP. Forming inferences about some intraclass correlation coefficients. Psychol Methods 1996;1:30–46.",
    "bland": "Bland JM, Altman DG. Statistical methods for assessing agreement between two methods of clinical measurement. "
    "Lancet 1986;1:307–310.",
    "concordance": "Harrell FE, Lee KL, Mark DB. Multivariable prognostic models: issues in developing models, evaluating assumptions and "
    "adequacy, and measuring and reducing errors. Stat Med 1996;15:361–387.",
    "splines": "Harrell FE. Regression modeling strategies. 2nd ed. Cham: Springer; 2015.",
    "detectable": "Schoenfeld DA. Sample-size formula for the proportional-hazards regression model. Biometrics 1983;39:499–503.",
    "landmark": "Anderson JR, Cain KC, Gelber RD. Analysis of survival by tumor response. J Clin Oncol 1983;1:710–719.",
    "pairs": "Austin PC. The use of propensity score methods with survival or time-to-event outcomes. Stat Med 2014;33:1242–1258.",
    "weights": "Austin PC. Variance estimation when using inverse probability of treatment weighting (IPTW) with survival analysis. "
    "Stat Med 2016;35:5642–5655.",
    "overlap": "Li F, Morgan KL, Zaslavsky AM. Balancing covariates via propensity score weighting. J Am Stat Assoc 2018;113:390–400.",
    "e_value": "VanderWeele TJ, Ding P. Sensitivity analysis in observational research: introducing the E-value. "
    "Ann Intern Med 2017;167:268–274.",
    "weighted_curves": "Cole SR, Hernán MA. Adjusted survival curves with inverse probability weights. "
    "Comput Methods Programs Biomed 2004;75:45–49.",
    "doubly_robust": "Wang J. A simple, doubly robust, efficient estimator for survival functions using pseudo observations. "
    "Pharm Stat 2018;17:38–48.",
    "mice": "van Buuren S, Groothuis-Oudshoorn K. mice: multivariate imputation by chained equations in R. J Stat Softw 2011;45(3):1–67.",
    "hazard_in_mice": "White IR, Royston P. Imputing missing covariate values for the Cox model. Stat Med 2009;28:1982–1998.",
    "rubin": "Barnard J, Rubin DB. Small-sample degrees of freedom with multiple imputation. Biometrika 1999;86:948–955.",
    "martingale": "Therneau TM, Grambsch PM, Fleming TR. Martingale-based residuals for survival models. Biometrika 1990;77:147–160.",
    "ctcae": "National Cancer Institute. Common Terminology Criteria for Adverse Events (CTCAE) version 5.0. 2017.",
    "statsmodels": "Seabold S, Perktold J. statsmodels: econometric and statistical modeling with Python. Proc 9th Python in Science Conf "
    "2010:92–96.",
    "lifelines": "Davidson-Pilon C. lifelines: survival analysis in Python. J Open Source Softw 2019;4:1317.",
    "scipy": "Virtanen P, Gommers R, Oliphant TE, et al. SciPy 1.0: fundamental algorithms for scientific computing in Python. "
    "Nat Methods 2020;17:261–272.",
}


class Citations:
    """Gives each work its number when it is first named."""

    def __init__(self) -> None:
        self.named: list[str] = []

    def __call__(self, *keys: str) -> str:
        """Return the numbers of works as they stand in the text: [1,2]; a work that is not of the list is its own key."""
        for key in keys:
            if key not in self.named:
                self.named.append(key)
        return "[" + ",".join(str(self.named.index(key) + 1) for key in keys) + "]"

    def works(self) -> list[tuple[int, str]]:
        """Return the numbered list of the works named so far."""
        return [(place + 1, WORKS.get(key, key)) for place, key in enumerate(self.named)]
